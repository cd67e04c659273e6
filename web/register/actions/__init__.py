"""Every change a person makes: permission, conditional update, audit record, in one transaction.

One module a subject; callers say `actions.complete(…)`.
"""

from web.register.actions.deadlines import add_deadline, correct_deadline, meet_deadline, reject_deadline
from web.register.actions.directions import direct
from web.register.actions.duplicates import cancel_as_repeated
from web.register.actions.extensions import ask_extension, extend, grant_extension, refuse_extension
from web.register.actions.replies import note_reply, withdraw_reply
from web.register.actions.restriction import restrict, unrestrict
from web.register.actions.review import confirm_review
from web.register.actions.routing import accept, cancel, correct_header, decide_routing, refuse, retry, return_to_clerk
from web.register.actions.rows import StateChangedError
from web.register.actions.secrecy import clear_secrecy, remove_secret_file
from web.register.actions.uploading import upload
from web.register.actions.viewing import note_audit_export, note_audit_read, note_page_view, note_view
from web.register.actions.work import assign_officer, complete, complete_period, reopen, start

__all__ = [
    "StateChangedError",
    "accept",
    "add_deadline",
    "ask_extension",
    "assign_officer",
    "cancel",
    "cancel_as_repeated",
    "clear_secrecy",
    "complete",
    "complete_period",
    "confirm_review",
    "correct_deadline",
    "correct_header",
    "decide_routing",
    "direct",
    "extend",
    "grant_extension",
    "meet_deadline",
    "note_audit_export",
    "note_audit_read",
    "note_page_view",
    "note_reply",
    "note_view",
    "refuse",
    "refuse_extension",
    "reject_deadline",
    "remove_secret_file",
    "reopen",
    "restrict",
    "retry",
    "return_to_clerk",
    "start",
    "unrestrict",
    "upload",
    "withdraw_reply",
]
