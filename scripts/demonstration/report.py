"""What came out: the digest of a document, what its steps cost, the books, and the ways compared."""

import textwrap
from decimal import Decimal

from demonstration.subject import PAGE_OF_OURS, Failed
from demonstration.terminal import WIDTH, below, fact, good, heading, paint, say, table

HEADINGS_SHOWN = 14


def show_outline(outline: list[dict]) -> None:
    """The upper levels of an outline, as many as fit, each with its page at the right."""
    levels = sorted({entry["level"] for entry in outline})
    fitting = [level for level in levels if sum(entry["level"] <= level for entry in outline) <= HEADINGS_SHOWN]
    deepest = fitting[-1] if fitting else levels[0]
    shown = [entry for entry in outline if entry["level"] <= deepest][:HEADINGS_SHOWN]
    for entry in shown:
        indent = "    " + "  " * levels.index(entry["level"])
        page = str(entry["page"])
        title = textwrap.shorten(entry["title"], WIDTH - len(indent) - len(page) - 6, placeholder="…")
        leaders = paint("2", "." * (WIDTH - len(indent) - len(title) - len(page) - 4))
        say(f"{indent}{title} {leaders} {page}")
    if len(outline) > len(shown):
        say(paint("2", f"    … and {len(outline) - len(shown)} more, also of the levels below"))


def show_digest(digest: dict) -> None:
    statistics, language = digest["statistics"], digest["language"]
    words = ("about " if statistics["words_estimated"] else "") + f"{statistics['words']:,} words"
    sure = f"{language['language'] or 'not told'} ({language['confidence']:.0%} sure)"
    below(f"What {digest['name']} is")
    fact("  size", f"{digest['pages']} pages, {words}, {statistics['sentences']:,} sentences, "
                   f"{digest['chunks']} chunks for retrieval")
    fact("  language", sure)
    if digest["outline"]:
        below("Its outline, by page")
        show_outline(digest["outline"])
    below("Its keywords, and how often they occur")
    counted = (f"{keyword['text']} {keyword['count']}" for keyword in digest["keywords"])
    keywords = ", ".join(text.replace(" ", "\u00a0") for text in counted)
    say(textwrap.fill(keywords, WIDTH - 2, initial_indent="    ", subsequent_indent="    ").replace("\u00a0", " "))
    below("Its summary: sentences of the document, with the pages they stand on")
    for sentence in digest["summary"]:
        pages = "p. " + "–".join(map(str, sentence["pages"]))
        lines = textwrap.wrap(sentence["text"], WIDTH - 16)
        for number, line in enumerate(lines):
            say("    " + paint("36", (pages if number == 0 else "").ljust(9)) + " " + line)


def show_costs(steps: list[dict], job: dict) -> None:
    below("What each step cost")
    rows = [[step["step"], f"{step['duration_ms']} ms", step["cost"]["amount"]] for step in steps]
    added = sum(Decimal(step["cost"]["amount"]) for step in steps)
    if added != Decimal(job["cost"]["amount"]):
        raise Failed(f"The steps cost {added}, but the job says {job['cost']['amount']}.")
    places = max(len(row[2].partition(".")[2]) for row in rows)
    for row in rows:
        row[2] = f"{Decimal(row[2]):.{places}f}"
    rows.append(["total", "", f"{added:.{places}f}"])
    table(["step", "done after", job["cost"]["currency"]], rows, {1, 2}, total=True)
    say(paint("2", f"    {job['held']['amount']} was held while it ran; what was not used was released."))


def show_books(report: dict) -> None:
    """The trial balance and the verification of a ledger, which must be right."""
    trial = report["trial_balance"]
    table(["currency", "debits", "credits", "pending", "balanced"],
          [[each["currency"], each["debits_posted"], each["credits_posted"], each["debits_pending"],
            "yes" if each["is_balanced"] else "NO"] for each in trial["currencies"]], {1, 2, 3})
    if not (report["is_sound"] and trial["is_balanced"]):
        raise Failed(f"The ledger is not sound: {report['findings']} findings.")
    good(f"debits equal credits; {report['transfers']} transfers give each balance anew")




def compare(results: list[dict], seconds: float) -> None:
    heading("One account, one ledger, three ways in")
    places = max(len(each[name].partition(".")[2]) for each in results for name in ("found", "cost", "left"))
    table(["way", "hash of digest", "found", "cost", "left"],
          [[each["way"], each["digest"], *(f"{Decimal(each[name]):.{places}f}" for name in ("found", "cost", "left"))]
           for each in results], {2, 3, 4})
    say()
    digests = {each["digest"] for each in results if not each["way"].endswith(PAGE_OF_OURS.name)}
    if len(digests) != 1:
        raise Failed("The three ways gave different digests.")
    good("the same document gave the same digest each way, to the last byte")
    for before, after in zip(results, results[1:]):
        if before["left"] != after["found"]:
            raise Failed(f"{after['way']} found {after['found']}, but {before['left']} was left.")
    for each in results:
        if Decimal(each["found"]) - Decimal(each["cost"]) != Decimal(each["left"]):
            raise Failed(f"{each['way']} cost {each['cost']}, but {each['found']} became {each['left']}.")
    good("each way found what the one before had left, and left that less what it cost")
    good(f"it took {seconds:.0f} s; nothing is left running, and the temporary folder is removed")
