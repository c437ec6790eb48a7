"""What does a feed say now? Guarded HTTP, then bytes into entries, and when to look again.

Read ``fetch`` first: it asks ``hosts`` whose turn it is, ``guard`` whom we may talk to, ``validators`` what to say of
the copy we have, ``redirects`` where to go on, ``body`` for the bytes and ``answer`` for what a refusal means. Then
``parse``: through ``sandbox`` into ``feed_worker``, another process, where ``reader`` turns bytes into items and
``entry`` turns items into entries, recognised by ``identity``. ``cadence`` says when to look again.
"""
