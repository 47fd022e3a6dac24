"""What the pages of 方案 show: editions, a trial, what is asked, scores, steps, waivers.

Each board takes the viewer's `Scope`, the book, `as_of` and `known_at`, is cut to what the
viewer sees, and raises `NotInView` where there is nothing for them.
"""
