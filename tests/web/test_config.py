"""Settings: read once, checked at start, refused with one sentence."""

import stat
from typing import Any

import pytest

from tracker.config import ConfigError, Settings

BAD = {
    "a port that is no number": ("TRACKER_PORT", "http", "TRACKER_PORT"),
    "a port out of range": ("TRACKER_PORT", "70000", "TRACKER_PORT"),
    "another database": ("TRACKER_DATABASE_URL", "mysql://localhost/x", "sqlite:/// or postgresql://"),
    "a database in memory": ("TRACKER_DATABASE_URL", "sqlite:///:memory:", "must name a file"),
    "a database without a file": ("TRACKER_DATABASE_URL", "sqlite:///", "must name a file"),
    "a short secret": ("TRACKER_SECRET_KEY", "short", "at least 32 characters"),
    "a switch that is neither on nor off": ("TRACKER_SECURE_COOKIES", "perhaps", "TRACKER_SECURE_COOKIES"),
    "no idle time": ("TRACKER_SESSION_IDLE_MINUTES", "0", "TRACKER_SESSION_IDLE_MINUTES"),
    "a name of two lines": ("TRACKER_INSTALLATION_NAME", "A\nB", "it must be one line of text"),
    "a sender that is no address": ("TRACKER_SMTP_FROM", "Me <me@example.org>", "one bare mail address"),
    "a site that is no address": ("TRACKER_SITE_URL", "tracker.example.org", "the address of this site"),
    "mail without a sender": ("TRACKER_SMTP_HOST", "localhost", "TRACKER_SMTP_FROM is missing"),
    "a user without a password": ("TRACKER_SMTP_USER", "me", "go together"),
    "digests without mail": ("TRACKER_DIGEST_MINUTES", "60", "it needs TRACKER_SMTP_HOST"),
    "another way to encrypt": ("TRACKER_SMTP_SECURITY", "ssl", "TRACKER_SMTP_SECURITY"),
    "a misspelt name": ("TRACKER_DATABSE_URL", "sqlite:///x", "TRACKER_DATABSE_URL is not a setting"),
}


@pytest.mark.parametrize(("name", "value", "said"), BAD.values(), ids=BAD)
def test_a_bad_setting_is_refused_with_one_sentence_that_names_it(monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as refusal:
        Settings.load()
    sentence = str(refusal.value)
    assert said in sentence
    assert name in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_a_refused_secret_is_not_repeated(monkeypatch):
    monkeypatch.setenv("TRACKER_SECRET_KEY", "hunter2")
    with pytest.raises(ConfigError) as refusal:
        Settings.load()
    assert "hunter2" not in str(refusal.value)


def test_no_password_goes_unencrypted_and_none_is_printed():
    mail = {"smtp_host": "h", "smtp_from": "a@b", "site_url": "https://x/"}
    signed_in = mail | {"smtp_user": "u", "smtp_password": "hunter2"}
    with pytest.raises(ConfigError, match="TRACKER_SMTP_SECURITY cannot be none"):
        Settings.load(**signed_in, smtp_security="none")
    settings = Settings.load(**signed_in)
    assert (settings.sends_mail, settings.site_url) == (True, "https://x")
    assert "hunter2" not in repr(settings)
    assert not Settings.load().sends_mail


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_spelling_of_postgresql_means_one_driver(scheme):
    assert Settings.load(database_url=f"{scheme}://a:b%40c@host/db").database == "postgresql+psycopg://a:b%40c@host/db"


def test_a_relative_database_file_is_the_same_file_from_every_command(somewhere_else):
    assert Settings.load(database_url="sqlite:///mine.sqlite3").database == f"sqlite:///{somewhere_else}/mine.sqlite3"


def test_without_a_database_a_file_in_the_data_folder_is_used(tmp_path):
    assert Settings.load(data_dir=tmp_path).database == f"sqlite:///{tmp_path}/tracker.sqlite3"


def test_kept_files_are_beside_the_record_unless_another_folder_is_chosen(tmp_path, somewhere_else, monkeypatch):
    assert Settings.load(data_dir=tmp_path).kept == tmp_path / "kept"
    monkeypatch.setenv("TRACKER_KEPT_DIR", "elsewhere")
    assert Settings.load(data_dir=tmp_path).kept == somewhere_else / "elsewhere"
    monkeypatch.setenv("TRACKER_KEPT_DIR", "")
    assert Settings.load(data_dir=tmp_path).kept == tmp_path / "kept"


def test_the_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    first, second = Settings.load(data_dir=tmp_path).secret(), Settings.load(data_dir=tmp_path).secret()
    assert first == second
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_two_installations_have_two_secrets(tmp_path):
    assert Settings.load(data_dir=tmp_path / "a").secret() != Settings.load(data_dir=tmp_path / "b").secret()


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="TRACKER_DATA_DIR"):
        Settings.load(data_dir=tmp_path / "file" / "var").prepare_folder()


def test_settings_do_not_change_after_the_start():
    settings: Any = Settings.load()
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1


def test_the_secret_is_not_printed_with_the_settings():
    assert "x" * 40 not in repr(Settings.load(secret_key="x" * 40))


@pytest.mark.parametrize("path", ["/claims/?words=r", "/sources/"])
def test_a_list_shows_as_many_rows_as_the_setting_says(app_with, path):
    assert "1–7 of " in app_with(page_size=7).test_client().get(path).text
