"""The inbox: a folder people drop files into, and the archive where every byte of it is kept.

The order that loses nothing: ``scan`` → ``fingerprint`` → ``Archive.keep_all`` → (read the archived copies, ledger
transaction) → ``release_all``. A crash between any two steps is mended by doing the same again.
"""

from automation.inbox.archive import Archive, Archived
from automation.inbox.files import UnsettledError, fingerprint
from automation.inbox.lock import lock
from automation.inbox.release import Release, release, release_all
from automation.inbox.remote import DoubledArchive, RemoteWatch, stored_name
from automation.inbox.scan import Candidate, Looks, PassedOver, Scan, Watch, scan, settled

__all__ = ["Archive", "Archived", "Candidate", "DoubledArchive", "Looks", "PassedOver", "Release", "RemoteWatch", "Scan",
           "UnsettledError", "Watch", "fingerprint", "lock", "release", "release_all", "scan", "settled", "stored_name"]
