"""方案: reading, drafts, steps, waivers."""
