"""Jobs that are asked for twice, listed, and run many at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from errors import check_problem
from jobs import ECHO, FAIL, PRICED, THREE, WAIT, Account, House, succeeded
from process import eventually
from wire import new_key



@pytest.fixture(scope="module")
def house(shared) -> House:
    return House(shared, shared.database)


@pytest.fixture
def account(house, client) -> Account:
    return house.account("1")


class TestIdempotency:
    def charged_once(self, account: Account):
        [job] = account.jobs()
        account.ended(job["job_id"])
        assert account.balance() == ("0.7", "0", "0.7")

    def test_a_repetition_gets_the_same_job(self, account):
        key = {"Idempotency-Key": "order-7"}
        first = account.ask(headers=key)
        account.ended(first.json()["job_id"])
        for _ in range(3):
            again = account.ask(headers=key)
            assert (again.status, again.body) == (202, first.body)
            assert again.header("location") == first.header("location")
        self.charged_once(account)

    @pytest.mark.parametrize("members, headers", [
        ({}, {"Idempotency-Key": '"same-key"'}), ({"idempotency_key": "same-key"}, {}),
        ({"request_id": "same-key"}, {}), ({"request_id": "same-key", "idempotency_key": "same-key"}, {}),
        ({"idempotency_key": "same-key"}, {"Idempotency-Key": "same-key"}),
    ], ids=["quoted", "idempotency_key", "request_id", "both members", "member and header"])
    def test_every_form_is_the_same_key(self, account, members, headers):
        first = account.ask(headers={"Idempotency-Key": "same-key"})
        again = account.ask(THREE, {}, headers, **members)
        assert (again.status, again.body) == (202, first.body)
        self.charged_once(account)

    def test_both_paths_share_their_keys(self, account):
        first = account.ask(THREE, {"ms": 1}, request_id="same-key")
        body = {"input": {"ms": 1}, "recipe_id": THREE, "idempotency_key": "same-key"}
        assert account.client.post("/generate/recipe", body).body == first.body
        self.charged_once(account)

    @pytest.mark.parametrize("recipe, members", [
        (THREE, {"input": {"ms": 1}}), (PRICED, {"input": {"milliseconds": 0}}),
        (THREE, {"input": {}, "version": "1.0.0"}),
        (THREE, {"input": {}, "ttl_seconds": 7}), (THREE, {"input": {}, "reference_id": "x"}),
    ], ids=["input", "recipe", "version", "ttl", "reference"])
    def test_another_payload_is_refused(self, account, recipe, members):
        key = {"Idempotency-Key": new_key()}
        first = account.ask(headers=key)
        check_problem(account.client.post(f"/recipes/{recipe}", members, key), 422, "IDEMPOTENCY_MISMATCH")
        assert account.ask(headers=key).body == first.body
        self.charged_once(account)

    def test_two_different_keys_are_refused(self, account):
        refused = account.ask(THREE, {}, {"Idempotency-Key": "one-key"}, request_id="another")
        check_problem(refused, 400, "REQUEST_INVALID")
        assert account.jobs() == []

    def test_a_key_belongs_to_its_account(self, house, account):
        other, key = house.account("1"), {"Idempotency-Key": new_key()}
        first, second = account.ask(headers=key), other.ask(headers=key)
        assert first.json()["job_id"] != second.json()["job_id"]
        self.charged_once(account)
        self.charged_once(other)

    def test_a_refusal_does_not_use_the_key_up(self, house):
        poor, key = house.account(), {"Idempotency-Key": new_key()}
        assert poor.ask(headers=key).status == 402
        succeeded(house.credit(poor.organization, "1"))
        poor.ended(succeeded(poor.ask(headers=key), 202)["job_id"])
        self.charged_once(poor)

    def test_many_at_once_are_one_job(self, account):
        key = {"Idempotency-Key": new_key()}
        with ThreadPoolExecutor(20) as threads:
            answers = list(threads.map(lambda _: account.ask(headers=key), range(20)))
        assert {(answer.status, answer.body) for answer in answers} == {(202, answers[0].body)}
        self.charged_once(account)

    def test_without_a_key_each_call_is_a_job(self, account):
        assert account.run() != account.run()


class TestList:
    def test_the_newest_comes_first_and_without_results(self, account):
        ids = [account.run(ECHO, {"value": number, "more": 1}) for number in range(3)]
        for id in ids:
            account.ended(id)
        listed = account.jobs()
        assert [job["job_id"] for job in listed] == ids[::-1]
        for job in listed:
            whole = account.job(job["job_id"])
            assert whole.pop("result")["more"] == 1
            assert job == whole

    def test_it_is_filtered_by_status(self, account):
        done = account.run(ECHO, {"value": 1, "more": 1})
        bad = account.run(FAIL, {"message": "no"})
        stopped, waiting = account.begin_wait(WAIT), account.begin_wait(WAIT)
        account.cancel(stopped)
        account.ended(done)
        account.ended(bad, "failed")
        by_status = {"completed": done, "failed": bad, "cancelled": stopped, "processing": waiting}
        for status, expected in by_status.items():
            assert [job["job_id"] for job in account.jobs(f"status={status}")] == [expected]
        assert account.jobs("status=pending") == []
        assert [job["job_id"] for job in account.jobs()] == [waiting, stopped, bad, done]
        account.cancel(waiting)

    def test_pages_hold_still_while_new_jobs_come(self, account):
        ids = [account.run(ECHO, {"value": number, "more": 1}) for number in range(7)]
        seen, path = [], "/jobs?limit=2"
        while path:
            page = succeeded(account.client.get(path))
            seen += [job["job_id"] for job in page["jobs"]]
            path = page["next_cursor"] and f"/jobs?limit=2&cursor={page['next_cursor']}"
            account.run(ECHO, {"value": "new", "more": 1})
        assert seen == ids[::-1]

    @pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 200])
    def test_pages_of_any_size_give_the_whole(self, account, size):
        ids = [account.run(ECHO, {"value": number, "more": 1}) for number in range(6)]
        assert [job["job_id"] for job in account.jobs(limit=size)] == ids[::-1]

    @pytest.mark.parametrize("query, status, reason", [
        ("limit=0", 422, "INPUT_INVALID"), ("limit=201", 422, "INPUT_INVALID"),
        ("limit=x", 422, "INPUT_INVALID"),
        ("stat=failed", 422, "INPUT_INVALID"), ("status=FAILED", 422, "INPUT_INVALID"),
        ("status=", 422, "INPUT_INVALID"), ("cursor=", 422, "INPUT_INVALID"),
        ("cursor=x", 400, "PAGE_TOKEN_INVALID"),
        ("cursor=%ff", 400, "REQUEST_INVALID"), ("cursor=" + "A" * 2_049, 422, "INPUT_INVALID"),
    ])
    def test_a_query_that_does_not_fit(self, account, query, status, reason):
        check_problem(account.client.get(f"/jobs?{query}"), status, reason)

    def test_a_cursor_belongs_to_its_list(self, house, account):
        other = house.account()
        for each in (account, account, other):
            each.run(ECHO, {"value": 1, "more": 1})
        cursor = succeeded(account.client.get("/jobs?limit=1"))["next_cursor"]
        changed = cursor[:-1] + ("A" if cursor[-1] != "A" else "E")
        for client, path in (
            (account.client, f"/jobs?status=completed&cursor={cursor}"),
            (other.client, f"/jobs?cursor={cursor}"),
            (account.client, f"/recipes?cursor={cursor}"),
            (account.client, f"/accounts/me/transfers?cursor={cursor}"),
            (account.client, f"/accounts/me/tokens?cursor={cursor}"),
            (account.client, f"/jobs?cursor={changed}"),
            (account.client, f"/jobs?cursor={cursor}A"), (account.client, f"/jobs?cursor={cursor[:-2]}"),
        ):
            check_problem(client.get(path), 400, "PAGE_TOKEN_INVALID")
        assert len(succeeded(account.client.get(f"/jobs?cursor={cursor}&limit=3"))["jobs"]) == 1

    def test_accounts_see_their_own_jobs_only(self, house, account):
        other = house.account()
        mine, theirs = account.run(ECHO, {"value": 1, "more": 1}), other.run(ECHO, {"value": 1, "more": 1})
        assert [job["job_id"] for job in account.jobs()] == [mine]
        assert [job["job_id"] for job in other.jobs()] == [theirs]


class TestMany:
    def test_hundreds_of_jobs_at_once(self, house):
        account = house.account("20")
        with ThreadPoolExecutor(16) as threads:
            ids = list(threads.map(lambda ms: account.run(PRICED, {"milliseconds": ms % 40}), range(200)))
        eventually(lambda: len(account.jobs("status=completed")) == 200, "all are done", 20)
        assert len(set(ids)) == 200
        assert account.balance() == ("0", "0", "0")
        assert len(account.charges()) == 200
        house.check_books()
