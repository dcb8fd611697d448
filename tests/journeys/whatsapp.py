"""Stands for wa.me and api.whatsapp.com in the browser tests: both hosts, one local server, TLS and all."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOSTS = ("wa.me", "api.whatsapp.com")


def certificate(folder: Path) -> Path:
    """A certificate for both hosts that nobody but the test's browser accepts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOSTS[0])])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in HOSTS]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "whatsapp.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


class Landing(BaseHTTPRequestHandler):
    """wa.me sends on to api.whatsapp.com, as the real one does; there the text is shown."""

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").partition(":")[0]
        address = urlsplit(self.path)
        if host == "wa.me":
            phone = address.path.strip("/")
            self.send_response(302)
            self.send_header(
                "Location", f"https://api.whatsapp.com/send/?phone={phone}&{address.query}&type=phone_number"
            )
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        asked = parse_qs(address.query)
        body = (
            f"<!doctype html><title>WhatsApp</title><h1>{escape(asked.get('phone', [''])[0])}</h1>"
            f"<pre>{escape(asked.get('text', [''])[0])}</pre>"
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Quiet."""


class WhatsApp:
    def __init__(self, folder: Path) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Landing)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate(folder))
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def rules(self) -> str:
        """For Chromium's --host-resolver-rules."""
        return ",".join(f"MAP {host}:443 127.0.0.1:{self.server.server_port}" for host in HOSTS)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
