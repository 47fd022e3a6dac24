"""Roll-ups: what one judgement of a book comes to by place, kept on disk and added up."""
