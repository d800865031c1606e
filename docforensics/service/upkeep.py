"""What an administrator does to a store besides serving: keys, the audit log, purging."""

import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

from docforensics.errors import UsageError
from docforensics.service.app import audit_key, log_name, open_store
from docforensics.service.asked import ReportForm
from docforensics.service.audit import AuditVerdict, verify_log
from docforensics.service.blobs import ASKED, DRAFT
from docforensics.service.keys import ApiKey, make_api_key
from docforensics.service.settings import AUDIT, ServiceSettings
from docforensics.service.store import ServiceStore

_WHO = "administrator"


@contextmanager
def opened_store(settings: ServiceSettings) -> Iterator[ServiceStore]:
    """Open a store without serving it."""
    store, database = open_store(settings)
    with closing(database):
        yield store


def add_key(
    settings: ServiceSettings, name: str, scopes: Iterable[str], *, post: str, days: float | None
) -> tuple[ApiKey, str]:
    """Make a key; give it and its token, which is kept nowhere."""
    key, token = make_api_key(name, scopes, now=time.time(), post=post, days=days)
    with opened_store(settings) as store:
        store.audit.append("make-key", by=_WHO, of=key.id)  # first: what cannot be logged is not done
        store.records.add_key(key)
    return key, token


def list_keys(settings: ServiceSettings) -> tuple[ApiKey, ...]:
    """List all keys."""
    with opened_store(settings) as store:
        return store.records.keys()


def revoke_key(settings: ServiceSettings, identity: str) -> None:
    """Revoke a key, at once for every instance; UsageError where there is none that holds."""
    with opened_store(settings) as store:
        key = store.records.key(identity)
        if key is None or key.revoked_at is not None:
            raise UsageError(f"{identity}: no key of this id, or it is revoked already")
        store.audit.append("revoke-key", by=_WHO, of=identity)
        store.records.revoke(identity, time.time())


def verify_audit(settings: ServiceSettings) -> AuditVerdict:
    """Verify the audit log of a folder of the service."""
    file = settings.data / AUDIT
    with opened_store(settings) as store:
        return verify_log(file, audit_key(settings), store.records.head(log_name(file)))


def purge_service(settings: ServiceSettings) -> int:
    """Delete every examination with everything that is kept of it; give how many there were. Keys and the audit log stay."""
    count = 0
    with opened_store(settings) as store:
        while found := store.records.kept():
            for record in found:
                store.audit.append("purge", by=_WHO, of=record.id)
                store.records.delete(record.id)
                store.blobs.drop(record.id, (ASKED, DRAFT, *ReportForm))
            count += len(found)
    return count
