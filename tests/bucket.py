"""A real server on this machine that speaks S3 (moto, in a process of its own), and another program's view of a bucket."""

import contextlib
import itertools
import socket
import subprocess
import sys
import time

import boto3

KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
_count = itertools.count(1)


class S3Server:
    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"
        self.client = boto3.client("s3", endpoint_url=self.address, region_name="us-east-1", **KEYS)

    def make_bucket(self):
        """One more, empty; answers its name."""
        name = f"media-{next(_count)}"
        self.client.create_bucket(Bucket=name)
        return name

    def names(self, bucket):
        listed = self.client.list_objects_v2(Bucket=bucket).get("Contents", [])
        return {found["Key"] for found in listed}

    def headers(self, bucket, name):
        return self.client.head_object(Bucket=bucket, Key=name)["ResponseMetadata"]["HTTPHeaders"]


@contextlib.contextmanager
def s3_server():
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port, process)
            yield S3Server(port)
        finally:
            process.terminate()


def free_port():
    """Where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return sock.getsockname()[1]


def _wait_for(port, process):
    ends_at = time.monotonic() + 20
    while time.monotonic() < ends_at and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise RuntimeError("The S3 server did not start.")
