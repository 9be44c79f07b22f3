"""create_app: wires the rooms together, and nothing else."""

from datetime import timedelta
from inspect import iscoroutinefunction
from typing import Any, ClassVar

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy import Engine

from tracker import clock, resources
from tracker.config import Settings
from tracker.db import engine, models
from tracker.db.kept import Store
from tracker.services import checkpoints, freshness, sessions
from tracker.services.outside import Outside
from tracker.web import (
    access,
    again,
    compressing,
    drafting,
    errors,
    filters,
    guard,
    headers,
    kept,
    navigation,
    security,
)
from tracker.web import session as records
from tracker.web.blueprints import BLUEPRINTS
from tracker.web.browser_session import BrowserSessions


def create_app(settings: Settings | None = None) -> Flask:
    """Make an app for settings, or for those of the environment. Any number of apps may live in one process."""
    settings = settings or Settings.load()
    settings.prepare_folder()
    app = _flask(settings)
    database = _database(app, settings)
    headers.init(app, secure=settings.secure_cookies)
    compressing.init(app)
    kept.init(app)
    errors.init(app)
    filters.init(app)
    navigation.init(app)
    browsers = BrowserSessions(database, _limits(settings), secure=settings.secure_cookies)
    app.session_interface = browsers
    guard.init(app)
    access.init(app)
    drafting.init(app)
    CSRFProtect(app)
    security.init(app, user_model=models.User, role_model=models.Role)
    Bootstrap5(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    records.init(app, database, carry=browsers.carry)
    again.init(app, database, _limits(settings))
    return app


class Tracker(Flask):
    """The app. A template that names what it was not given is an error, and the log holds one line a failure."""

    jinja_options: ClassVar[dict[str, Any]] = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}

    def log_exception(self, exc_info: Any) -> None:
        """Leave it to `web.errors`, which logs under the id that the page shows."""


def _flask(settings: Settings) -> Flask:
    app = Tracker(
        "tracker",
        root_path=str(resources.PACKAGE),
        template_folder=str(resources.folder("templates")),
        static_folder=str(resources.PACKAGE / "web" / "static"),
    )
    app.config.from_mapping(
        TRACKER=settings,
        SECRET_KEY=settings.secret(),
        SQLALCHEMY_ENGINES={"default": settings.database},
        MAX_CONTENT_LENGTH=settings.max_form_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_form_bytes,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=1),
        BOOTSTRAP_SERVE_LOCAL=True,
        WTF_CSRF_TIME_LIMIT=None,  # a form may be filled in for as long as its session lives
        WTF_CSRF_SSL_STRICT=False,  # web.guard compares origins; some browsers send no Referer
    )
    return app


def _limits(settings: Settings) -> sessions.Limits:
    return sessions.Limits(
        idle=timedelta(minutes=settings.session_idle_minutes), absolute=timedelta(hours=settings.session_absolute_hours)
    )


def _database(app: Flask, settings: Settings) -> records.Database:
    place = Outside(settings.log_key_file, settings.checkpoint_folder)
    glue = SQLAlchemy(app)
    # The glue ends asynchronous sessions too, of which there are none, and Flask would start a thread for that at the
    # end of every request.
    app.teardown_appcontext_funcs = [end for end in app.teardown_appcontext_funcs if not iscoroutinefunction(end)]
    with app.app_context():
        prepared = engine.prepare(glue.engine, kept=Store(settings.kept))
    return records.Database(
        current=lambda: glue.session,
        for_writing=engine.for_writing,
        reading=lambda: engine.reading(prepared),
        writing=lambda actor: engine.writing(prepared, actor=actor),
        snapshot=lambda: engine.snapshot(prepared),
        glance=lambda token: freshness.glance(prepared, token=token),
        is_busy=engine.is_busy,
        after_commit=lambda: _keep_up(prepared, place),
    )


def _keep_up(prepared: Engine, place: Outside) -> None:
    checkpoints.keep_up(
        lambda: engine.reading(prepared),
        lambda: engine.writing(prepared, actor="checkpoint"),
        place=place,
        at=clock.now(),
    )
