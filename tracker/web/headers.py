"""Headers of every answer: pages, redirects, files and errors alike."""

from flask import Flask, Response, g, request

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Bootstrap's stylesheet draws its marks as data: images
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}
TRANSPORT = "max-age=31536000; includeSubDomains"
FILES = ("static", "bootstrap.static")


def init(app: Flask, *, secure: bool) -> None:
    """Set them after every request. Register it first, so that it runs last."""

    @app.after_request
    def set_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)  # a file of a stranger's comes with a stricter policy of its own
        if secure:
            response.headers["Strict-Transport-Security"] = TRANSPORT
        if request.endpoint not in FILES:
            # A signed-in page must not be readable with the back button after signing out.
            stored = not g.get("person") or g.get("open_to_all")
            response.headers["Cache-Control"] = "private, no-cache" if stored else "no-store"
        if request.endpoint == "security.logout" and response.status_code < 400:
            response.headers["Clear-Site-Data"] = '"cookies", "storage"'
        return response
