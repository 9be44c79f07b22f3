import pytest

from tracker.exports.surts import surt


@pytest.mark.parametrize(
    ("uri", "key"),
    [
        ("https://www.Example.org:443/a/?b=2&a=1#top", "org,example)/a?a=1&b=2"),
        ("http://un.org", "org,un)/"),
        ("http://un.org/", "org,un)/"),
        ("https://un.org:8443/x//y/", "org,un:8443)/x/y"),
        ("http://10.0.0.1/a", "1,0,0,10)/a"),
        ("http://[::1]/x", "::1)/x"),
        ("https://www2.un.org/securitycouncil/s/res/2397-%282017%29", "org,un)/securitycouncil/s/res/2397-(2017)"),
        ("https://undocs.org/S/RES/2397(2017)", "org,undocs)/s/res/2397(2017)"),
        ("https://a.org/?", "org,a)/"),
        ("https://a.org/x?q=%D0%B0&q=1", "org,a)/x?q=%d0%b0&q=1"),
        ("https://a.org/%d0%b0 b", "org,a)/%d0%b0%20b"),
        ("https://a.org/a%2Fb%25c?x=%26&y=%20z", "org,a)/a/b%25c?&x=&y=%20z"),
        ("https://a.org/x?&b&a=", "org,a)/x?&a=&b"),
        ("urn:sha256:ABC", "urn:sha256:abc"),
        ("mailto:a@b.c", "mailto:a@b.c"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_a_key_is_the_one_that_readers_of_archives_look_for(uri, key):
    assert surt(uri) == key
