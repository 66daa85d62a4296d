from django.core.mail import EmailMessage

from config import mail


def send(subject):
    message = EmailMessage(subject, "Some words.", "us@example.com", ["you@example.com"])
    return mail.FolderBackend().send_messages([message])


def test_each_mail_is_a_whole_file_of_its_own_and_the_newest_comes_first(settings):
    assert (send("One"), send("Two"), send("Three")) == (1, 1, 1)
    assert [found["Subject"] for found in mail.all_mails()] == ["Three", "Two", "One"]
    assert sorted(path.name for path in settings.MAIL_FOLDER.iterdir()) == sorted(mail.names())


def test_only_the_owner_of_the_files_may_read_them(settings):
    send("One")
    assert [path.stat().st_mode & 0o777 for path in settings.MAIL_FOLDER.iterdir()] == [0o600]


def test_without_a_folder_there_is_no_mail():
    assert mail.names() == []


def test_a_name_that_is_not_one_of_ours_finds_nothing(settings):
    send("One")
    (settings.MAIL_FOLDER / "notes.txt").write_text("secret")
    for name in ["notes.txt", "../mail/" + mail.names()[0], "", "20260101T000000000000-00000000.eml"]:
        assert mail.read(name) is None
    assert len(mail.names()) == 1
