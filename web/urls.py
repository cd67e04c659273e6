"""Addresses, in Vietnamese like the pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from web.books import views as books
from web.learning import views as learning
from web.organization import presence_views as presence
from web.organization import views as organization
from web.register.views import changes, directions, document, extensions, group, lists, replies, searching
from web.statistics import views as statistics

urlpatterns = [
    path("", lists.home, name="home"),
    path("dang-nhap/", organization.SignInView.as_view(), name="sign-in"),
    path("dang-xuat/", LogoutView.as_view(), name="sign-out"),
    path("mat-khau/", organization.OwnPasswordView.as_view(), name="own-password"),
    path("hom-nay/", lists.arrivals, name="arrivals"),
    path("cho-xem/", lists.review, name="review"),
    path("tim/", searching.search_page, name="search"),
    path("so-van-ban-den/", books.register, name="register"),
    path("so-van-ban-den/so.pdf", books.register_file, {"form": "pdf"}, name="register-pdf"),
    path("so-van-ban-den/so.xlsx", books.register_file, {"form": "xlsx"}, name="register-xlsx"),
    path("so-theo-doi/", books.follow_up, name="follow-up"),
    path("so-theo-doi/so.pdf", books.follow_up_file, {"form": "pdf"}, name="follow-up-pdf"),
    path("so-theo-doi/so.xlsx", books.follow_up_file, {"form": "xlsx"}, name="follow-up-xlsx"),
    path("don-vi/", lists.units, name="units"),
    path("don-vi/<slug:code>/", lists.unit_queue, name="unit-queue"),
    path("viec-don-vi/", lists.queue, name="queue"),
    path("viec-don-vi/da-xong/", lists.completed, name="completed"),
    path("viec-cua-toi/", lists.my_work, name="my-work"),
    path("viec-don-vi/<slug:code>/nhieu-viec/", group.group, name="group"),
    path("cho-chi-dao/", directions.directions, name="directions"),
    path("cho-chi-dao/dong-y/", directions.agree, name="agree"),
    path("gia-han/", extensions.extensions, name="extensions"),
    path("gia-han/<int:extension_id>/", extensions.decide, name="decide-extension"),
    path("van-ban/<int:entry_id>/chi-dao/", directions.direct, name="direct"),
    path("van-ban/<int:entry_id>/gia-han/", extensions.extend, name="extend"),
    path("van-ban/<int:entry_id>/xin-gia-han/", extensions.ask, name="ask-extension"),
    path("van-ban/<int:entry_id>/tra-loi/", replies.note_reply, name="note-reply"),
    path("van-ban/<int:entry_id>/tra-loi/<int:reply_id>/bo/", replies.withdraw_reply, name="withdraw-reply"),
    path("van-ban/<int:entry_id>/han-che/", replies.restrict, name="restrict"),
    path("van-ban/<int:entry_id>/bo-han-che/", replies.unrestrict, name="unrestrict"),
    path("van-ban/<int:entry_id>/", document.document, name="document"),
    path("van-ban/<int:entry_id>/trang/<int:number>.webp", document.page, name="page"),
    path("van-ban/<int:entry_id>/ban-goc.pdf", document.original, name="original"),
    path("van-ban/<int:entry_id>/phieu-giai-quyet.pdf", books.slip, name="slip"),
    path("van-ban/<int:entry_id>/chuyen/", changes.route, name="route"),
    path("van-ban/<int:entry_id>/nhan-viec/", changes.accept, name="accept"),
    path("van-ban/<int:entry_id>/tra-lai/", changes.give_back, name="give-back"),
    path("van-ban/<int:entry_id>/thong-tin/", changes.header, name="correct-header"),
    path("van-ban/<int:entry_id>/han/", changes.add_deadline, name="add-deadline"),
    path("van-ban/<int:entry_id>/han/<int:deadline_id>/bo/", changes.reject_deadline, name="reject-deadline"),
    path("van-ban/<int:entry_id>/han/<int:deadline_id>/xong/", changes.meet_deadline, name="meet-deadline"),
    path("van-ban/<int:entry_id>/han/<int:deadline_id>/sua/", changes.correct_deadline, name="correct-deadline"),
    path("van-ban/<int:entry_id>/giao/", changes.assign, name="assign"),
    path("van-ban/<int:entry_id>/bat-dau/", changes.start, name="start"),
    path("van-ban/<int:entry_id>/hoan-thanh/", changes.complete, name="complete"),
    path("van-ban/<int:entry_id>/xong-ky/", changes.complete_period, name="complete-period"),
    path("van-ban/<int:entry_id>/mo-lai/", changes.reopen, name="reopen"),
    path("van-ban/<int:entry_id>/tu-choi/", changes.refuse, name="refuse"),
    path("van-ban/<int:entry_id>/huy/", changes.cancel, name="cancel"),
    path("van-ban/<int:entry_id>/doc-lai/", changes.retry, name="retry"),
    path("van-ban/<int:entry_id>/khong-mat/", changes.clear_secrecy, name="clear-secrecy"),
    path("van-ban/<int:entry_id>/xoa-tep-mat/", changes.remove_secret, name="remove-secret"),
    path("thong-ke/", statistics.statistics, name="statistics"),
    path("thong-ke/so-lieu.xlsx", statistics.workbook, name="statistics-xlsx"),
    path("thong-ke/bang/<slug:code>.csv", statistics.table, name="statistics-csv"),
    path("thong-ke/bao-cao.pdf", statistics.report, {"form": "pdf"}, name="report-pdf"),
    path("thong-ke/bao-cao.xlsx", statistics.report, {"form": "xlsx"}, name="report-xlsx"),
    path("he-thong/", organization.system, name="system"),
    path("vang-mat/", presence.absences, name="absences"),
    path("vang-mat/<int:absence_id>/ket-thuc/", presence.end_absence, name="end-absence"),
    path("phu-trach-linh-vuc/", presence.field_officers, name="field-officers"),
    path("phu-trach-linh-vuc/<slug:code>/", presence.set_field_officers, name="set-field-officers"),
    path("lich-nghi/", organization.calendar, name="calendar"),
    path("huan-luyen/", learning.learning, name="learning"),
    path("huan-luyen/chay/", learning.train, name="train"),
    path("huan-luyen/<slug:number>/", learning.version, name="model-version"),
    path("huan-luyen/<slug:number>/dung/", learning.use, name="use-model"),
    path("huan-luyen/<slug:number>/<str:name>", learning.picture, name="model-picture"),
    path("tai-khoan/", organization.accounts, name="accounts"),
    path("tai-khoan/<int:staff_id>/mat-khau/", organization.reset_password, name="reset-password"),
    path("tai-khoan/<int:staff_id>/trang-thai/", organization.toggle_active, name="toggle-active"),
]
handler403 = "web.errors.forbidden"
handler404 = "web.errors.not_found"
handler500 = "web.errors.failed"
