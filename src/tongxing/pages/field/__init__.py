"""The phone page: one shell for everybody; what a person sees is kept on the phone itself."""
