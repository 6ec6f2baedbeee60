"""The bucket of every service that keeps objects. Identities belong to the S3 server's own configuration."""

from imi_local.fresh import s3_client
from imi_local.servers.objects import IDENTITIES


def provision(admin_url: str) -> None:
    client = s3_client(admin_url)
    for bucket in IDENTITIES.values():
        if not client.bucket_exists(bucket):
            client.make_bucket(bucket)
