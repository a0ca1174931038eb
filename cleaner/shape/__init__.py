"""The shape of a page: what each line looks like, what stands around it, and a model of both."""
