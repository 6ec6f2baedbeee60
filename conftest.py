"""The fixtures that every test of the house may use: real servers, fresh databases, vhosts and buckets."""

pytest_plugins = ["imi_local.testing"]
