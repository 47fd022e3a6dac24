"""The boards of 方案, `derive/plans`; the name `plans` holds the small plan all tests share."""
