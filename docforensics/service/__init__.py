"""The service: documents in over HTTP, reports out (extra `serve`).

    request -> who asks (keys) -> room in the queue -> body under limits (bodies) -> AskedWork (asked)
    AskedWork -> queue -> worker process of `batch.pool` (work) -> WorkResult -> answer (examinations), or kept encrypted (kept)

`app.py` puts it together; every route is in `routes/`. The web process decodes no picture: that is done in the workers, and one that dies
costs its document alone.
"""
