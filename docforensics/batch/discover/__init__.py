"""A pile of unlabelled captures in: groups, a template each, and a list of what departs from them out.

    files -> one description a page (looks, zone, size)                        work.DescribeWork
    descriptions -> groups, and of each group a sample                          plan
    samples -> editions, one template each                                      work.LearnWork
    files against all templates -> findings and places that depart              work.CompareWork
    places that several pages share -> editions or counterfeit series            run, which learns and compares them again
    everything -> groups, members, outliers, a page to look at                  outliers, export

Each step is a scan of its own (`stages`), in STORE/.pile: what was killed goes on. `run.py` is the main path: read it first; `entry.py` is how it is called.
"""
