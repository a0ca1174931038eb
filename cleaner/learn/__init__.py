"""A corpus teaches its own boilerplate: lines that the pages of a site share become rules.

The modules in the order of the work: ``naming`` and ``families`` tell sites apart; ``templates``
and ``sheets`` turn a document into digests of its lines; ``copies``, ``measures`` (``facts``),
``guards``, ``sections`` and ``affixes`` count and judge them, ``looks`` and ``company`` are further
witnesses, of which ``verdicts`` makes one judgement, put together by ``study``; ``leaves`` reads a
few documents again, of which ``composing`` and ``affixing`` make ``proposals``, and ``sharing``
those of several sites; ``packfile`` and ``cases`` write them with their tests; ``teaching`` puts
them into a folder, with ``merging``, ``review`` and ``state`` for what a person decided, and
``readme`` says what is in it.
"""
