"""Addresses, in Vietnamese like the pages."""

from django.urls import path

from web.learning import views as learning
from web.organization import accounts, second_factor_pages, sign_in
from web.organization import views as organization
from web.register.views import audit, changes, document, lists

urlpatterns = [
    path("", lists.home, name="home"),
    path("dang-nhap/", sign_in.SignInView.as_view(), name="sign-in"),
    path("dang-nhap/buoc-hai/", sign_in.second_step, name="second-step"),
    path("dang-xuat/", sign_in.sign_out, name="sign-out"),
    path("mat-khau/", sign_in.OwnPasswordView.as_view(), name="own-password"),
    path("hai-buoc/", second_factor_pages.second_factor_page, name="second-factor"),
    path("hai-buoc/bat/", second_factor_pages.switch_on, name="second-factor-on"),
    path("hai-buoc/ma-du-phong/", second_factor_pages.renew_codes, name="second-factor-codes"),
    path("hai-buoc/tat/", second_factor_pages.switch_off, name="second-factor-off"),
    path("du-lieu-cua-toi.json", accounts.own_data, name="own-data"),
    path("hom-nay/", lists.arrivals, name="arrivals"),
    path("cho-xem/", lists.review, name="review"),
    path("so-van-ban-den/", lists.register, name="register"),
    path("don-vi/", lists.units, name="units"),
    path("don-vi/<slug:code>/", lists.unit_queue, name="unit-queue"),
    path("viec-don-vi/", lists.queue, name="queue"),
    path("viec-don-vi/da-xong/", lists.completed, name="completed"),
    path("viec-cua-toi/", lists.my_work, name="my-work"),
    path("van-ban/<int:entry_id>/", document.document, name="document"),
    path("van-ban/<int:entry_id>/trang/<int:number>.webp", document.page, name="page"),
    path("van-ban/<int:entry_id>/ban-goc.pdf", document.original, name="original"),
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
    path("he-thong/", organization.system, name="system"),
    path("lich-nghi/", organization.calendar, name="calendar"),
    path("huan-luyen/", learning.learning, name="learning"),
    path("huan-luyen/chay/", learning.train, name="train"),
    path("huan-luyen/<slug:number>/", learning.version, name="model-version"),
    path("huan-luyen/<slug:number>/dung/", learning.use, name="use-model"),
    path("huan-luyen/<slug:number>/<str:name>", learning.picture, name="model-picture"),
    path("tai-khoan/", accounts.accounts, name="accounts"),
    path("tai-khoan/<int:staff_id>/", accounts.account, name="account"),
    path("tai-khoan/<int:staff_id>/mat-khau/", accounts.reset_password, name="reset-password"),
    path("tai-khoan/<int:staff_id>/trang-thai/", accounts.toggle_active, name="toggle-active"),
    path("tai-khoan/<int:staff_id>/mo-khoa/", accounts.unlock, name="unlock-account"),
    path("tai-khoan/<int:staff_id>/tat-hai-buoc/", accounts.remove_second_factor, name="account-second-factor-off"),
    path("tai-khoan/<int:staff_id>/du-lieu.json", accounts.account_data, name="account-data"),
    path("nhat-ky/", audit.audit, name="audit"),
    path("nhat-ky/xuat/", audit.audit_export, name="audit-export"),
]
handler400 = "web.errors.bad_request"
handler403 = "web.errors.forbidden"
handler404 = "web.errors.not_found"
handler500 = "web.errors.failed"
