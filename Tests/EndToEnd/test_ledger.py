"""Money comes in exactly as it was said, stays with its owner, and every movement can be looked up."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from errors import check_problem
from jobs import PRICED, Account, House, succeeded
from wire import new_key

OPERATOR_ONLY = ["ledger.credit", "ledger.verify", "ledger.trial_balance", "recipes.publish"]
LARGEST = "99999999999999.999999999999999999"


@pytest.fixture(scope="module")
def house(shared) -> House:
    return House(shared, shared.database)


@pytest.fixture
def account(house, client) -> Account:
    return house.account()


def raw_credit(house: House, account: Account, amount: str):
    """Credits an amount that stands in the JSON exactly like this."""
    body = f'{{"account":"{account.organization}","amount":{amount}}}'
    return house.operator.post("/v1/operations/ledger.credit", body.encode())


class TestAmounts:
    @pytest.mark.parametrize("written, shown", [
        ('"0.000000000000000001"', "0.000000000000000001"), ("1e-18", "0.000000000000000001"),
        ("0.000000000000000001", "0.000000000000000001"), ("0.1", "0.1"), ('"0.1"', "0.1"), ('"0.10"', "0.1"),
        ("0.30000000000000004", "0.30000000000000004"), ("12345678901234.123456789012345678",
                                                         "12345678901234.123456789012345678"),
        ("1E+2", "100"), ("10e-1", "1"), ("0.1000000000000000000000000", "0.1"), ('"00000000000001"', "1"),
    ])
    def test_it_is_exact(self, house, account, written, shown):
        answer = succeeded(raw_credit(house, account, written))
        [balance] = answer["balances"]
        assert balance == {"currency": "USDC", "available": shown, "pending": "0", "posted": shown}
        assert account.balance() == (shown, "0", shown)
        [transfer] = account.transfers()
        assert transfer["amount"] == shown

    def test_small_parts_add_up(self, house, account):
        for _ in range(10):
            succeeded(raw_credit(house, account, "0.1"))
        succeeded(raw_credit(house, account, "1e-18"))
        assert account.balance()[0] == "1.000000000000000001"

    @pytest.mark.parametrize("written, text", [
        ("0", "more than zero"), ('"0"', "more than zero"), ("0e5", "more than zero"), ("-1", "no sign"),
        ("-0", "no sign"), ('"-1"', "no sign"), ('"+1"', "no sign"), ("1e-19", "18 decimal"),
        ('"0.0000000000000000001"', "18 decimal"), ("100000000000000", "14 digits"), ("1e14", "14 digits"),
        ('"100000000000000"', "14 digits"), ("1e99999999999999999999", "14 digits"),
        ("1e-99999999999999999999", "18 decimal"),
        ('"1e-18"', "exponent"), ('"1."', "digits"), ('".1"', "digits"), ('"1,5"', "digits"),
        ('" 1"', "digits"),
        ('"１"', "digits"), ('"1.0.0"', "digits"), ('"NaN"', "digits"), ('"0x1"', "digits"), ('""', "empty"),
        ("true", "boolean"), ("[1]", "array"), ("null", "null"),
    ])
    def test_what_is_no_amount(self, house, account, written, text):
        [error] = check_problem(raw_credit(house, account, written), 422, "INPUT_INVALID")["errors"]
        assert error["pointer"] == "/amount" and text in error["msg"], error
        assert account.transfers() == []

    @pytest.mark.parametrize("currency", ["usdc", "US", "A" * 13, "US D", "U$D", "", 1, "ÄÖÜ", "USD\n"])
    def test_what_is_no_currency(self, house, account, currency):
        reply = house.credit(account.organization, "1", currency=currency)
        [error] = check_problem(reply, 422, "INPUT_INVALID")["errors"]
        assert error["pointer"] == "/currency"
        assert account.transfers() == []

    def test_what_does_not_fit_any_more(self, serve, database):
        house = House(serve(), database)
        account = house.account(LARGEST)
        refused = house.credit(account.organization, "0.000000000000000001")
        problem = check_problem(refused, 409, "TRANSFER_REFUSED")
        assert "overflow" in problem["detail"]
        assert account.balance() == (LARGEST, "0", LARGEST)
        house.check_books()

    @pytest.mark.parametrize("fields, pointer", [
        ({"reference": ""}, "/reference"), ({"reference": "a\nb"}, "/reference"),
        ({"reference": "x" * 201}, "/reference"),
        ({"ammount": 1}, "/ammount"), ({"account": "x"}, "/account"), ({"account": None}, "/account")])
    def test_what_does_not_fit(self, house, account, fields, pointer):
        input = {"account": account.organization, "amount": "1"} | fields
        problem = check_problem(house.operate("ledger.credit", input), 422, "INPUT_INVALID")
        assert [error["pointer"] for error in problem["errors"]] == [pointer]


class TestCredit:
    def test_an_account_is_named_by_either_id(self, house, client):
        made = client.create_account().json()
        account = Account(client.bearer(made["bearer_token"]), made["organization_id"])
        for id in (made["user_id"], made["organization_id"], made["user_id"].upper()):
            succeeded(house.credit(id, "1"))
        assert account.balance()[0] == "3"

    def test_an_account_that_is_none(self, house):
        unknown = house.credit("00000000-0000-7000-8000-000000000000", "1")
        check_problem(unknown, 404, "NOT_FOUND")

    def test_a_key_credits_once(self, house, account):
        key = {"Idempotency-Key": new_key()}
        first = house.credit(account.organization, "1", key)
        for _ in range(3):
            assert house.credit(account.organization, "1", key).body == first.body
        check_problem(house.credit(account.organization, "2", key), 422, "IDEMPOTENCY_MISMATCH")
        assert account.balance()[0] == "1" and len(account.transfers()) == 1

    def test_many_with_one_key_credit_once(self, house, account):
        key = {"Idempotency-Key": new_key()}
        with ThreadPoolExecutor(20) as threads:
            answers = list(threads.map(lambda _: house.credit(account.organization, "1", key), range(20)))
        assert {(answer.status, answer.body) for answer in answers} == {(200, answers[0].body)}
        assert account.balance()[0] == "1"

    def test_many_without_a_key_all_count(self, house, account):
        with ThreadPoolExecutor(20) as threads:
            list(threads.map(lambda _: house.credit(account.organization, "0.000000000000000001"), range(50)))
        assert account.balance()[0] == "0.00000000000000005"

    def test_currencies_are_kept_apart(self, house, account):
        for currency, amount in (("EUR", "2"), ("USDC", "3"), ("X1Y", "4"), ("EUR", "5")):
            succeeded(house.credit(account.organization, amount, currency=currency))
        assert [account.balance(currency)[0] for currency in ("EUR", "USDC", "X1Y")] == ["7", "3", "4"]


class TestLooking:
    def test_a_new_account_has_nothing(self, account):
        assert succeeded(account.client.get("/accounts/me/balances")) == {
            "balances": [{"currency": "USDC", "available": "0", "pending": "0", "posted": "0"}]}
        assert succeeded(account.client.get("/accounts/me/transfers"))["transfers"] == []

    def test_the_canonical_path_shows_the_same(self, house, account):
        succeeded(house.credit(account.organization, "1"))
        for operation, path in (("ledger.balance", "balances"), ("ledger.transfers", "transfers")):
            canonical = account.client.post(f"/v1/operations/{operation}", {})
            assert succeeded(canonical) == succeeded(account.client.get(f"/accounts/me/{path}"))

    def test_transfers_come_newest_first_in_pages(self, house, account):
        for number in range(1, 8):
            succeeded(house.credit(account.organization, str(number), reference=f"order {number}"))
        for size in (1, 2, 3, 7, 200):
            found = account.transfers(size)
            assert [each["amount"] for each in found] == list("7654321")
        first = found[-1]
        assert list(first) == [
            "id", "kind", "purpose", "side", "amount", "currency", "reference", "created_at"]
        assert (first["kind"], first["purpose"], first["side"], first["reference"]) == (
            "single", "funding", "credit", "order 1")

    def test_the_last_page_says_so(self, house, account):
        # As every other list does.
        succeeded(house.credit(account.organization, "1"))
        page = succeeded(account.client.get("/accounts/me/transfers"))
        assert list(page) == ["transfers", "next_cursor"] and page["next_cursor"] is None

    def test_pages_hold_still_while_new_transfers_come(self, house, account):
        for number in range(1, 6):
            succeeded(house.credit(account.organization, str(number)))
        seen, path = [], "/accounts/me/transfers?limit=2"
        while path:
            page = succeeded(account.client.get(path))
            seen += [each["amount"] for each in page["transfers"]]
            cursor = page.get("next_cursor")
            path = cursor and f"/accounts/me/transfers?limit=2&cursor={cursor}"
            succeeded(house.credit(account.organization, "9"))
        assert seen == list("54321")

    def test_a_run_is_in_the_books(self, house, account):
        succeeded(house.credit(account.organization, "1"))
        job = account.run(PRICED, {"milliseconds": 0})
        account.ended(job)
        charge, hold, funding = account.transfers()
        assert (charge["kind"], charge["purpose"], charge["side"]) == ("post", "charge", "debit")
        assert (hold["kind"], hold["purpose"], hold["side"]) == ("pending", "hold", "debit")
        assert charge["ends_id"] == hold["id"]
        assert {charge["thread_id"], hold["thread_id"]} == {job} and "thread_id" not in funding
        assert {charge["amount"], hold["amount"]} == {"0.1"}

    @pytest.mark.parametrize("query, status, reason", [
        ("limit=0", 422, "INPUT_INVALID"), ("limit=201", 422, "INPUT_INVALID"),
        ("limits=1", 422, "INPUT_INVALID"),
        ("cursor=x", 400, "PAGE_TOKEN_INVALID")])
    def test_a_query_that_does_not_fit(self, account, query, status, reason):
        check_problem(account.client.get(f"/accounts/me/transfers?{query}"), status, reason)

    def test_accounts_see_their_own_alone(self, house, account):
        other = house.account()
        for each, amount in ((account, "1"), (other, "2"), (account, "3"), (other, "4")):
            succeeded(house.credit(each.organization, amount))
        assert [each["amount"] for each in account.transfers()] == ["3", "1"]
        assert [each["amount"] for each in other.transfers()] == ["4", "2"]
        assert (account.balance()[0], other.balance()[0]) == ("4", "6")
        cursor = succeeded(account.client.get("/accounts/me/transfers?limit=1"))["next_cursor"]
        check_problem(other.client.get(f"/accounts/me/transfers?cursor={cursor}"), 400, "PAGE_TOKEN_INVALID")


class TestOperator:
    @pytest.mark.parametrize("operation", OPERATOR_ONLY)
    def test_nobody_else_may(self, client, account, operation):
        input = {"account": account.organization, "amount": "1"} if operation == "ledger.credit" else {}
        refused = account.client.post(f"/v1/operations/{operation}", input)
        check_problem(refused, 403, "PERMISSION_DENIED")
        assert 'error="insufficient_scope"' in refused.header("www-authenticate")
        check_problem(client.post(f"/v1/operations/{operation}", input), 401, "CREDENTIAL_MISSING")
        assert account.transfers() == []

    def test_the_books_balance_after_all_this(self, serve, database):
        house = House(serve(), database)
        rich, poor = house.account("5"), house.account()
        succeeded(house.credit(rich.organization, "7", currency="EUR"))
        done, stopped = rich.run(), rich.begin_wait()
        rich.ended(done)
        balance = succeeded(house.operate("ledger.trial_balance"))
        [dollars] = [line for line in balance["currencies"] if line["currency"] == "USDC"]
        # 5 came in, 0.3 was earned; 0.3 more is held by the job that waits.
        assert (dollars["debits_posted"], dollars["credits_posted"]) == ("5.3", "5.3")
        assert (dollars["debits_pending"], dollars["credits_pending"]) == ("0.3", "0.3")
        rich.cancel(stopped)
        assert poor.ask().status == 402
        house.check_books()
        report = succeeded(house.operate("ledger.verify"))
        # Two fundings; three holds and charges of one job; three holds and releases of the other.
        assert (report["transfers"], report["first_findings"]) == (2 + 6 + 6, [])
        [euros] = [line for line in report["trial_balance"]["currencies"] if line["currency"] == "EUR"]
        assert (euros["debits_posted"], euros["credits_posted"]) == ("7", "7")
