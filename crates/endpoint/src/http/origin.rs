//! Where a request came from, and whether nobody could listen on the way.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, header};
use thidua_passkey::Site;

/// Whose word is taken for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Trust {
    /// The connection itself, which is not encrypted.
    Connection,
    /// The proxy before this endpoint: it writes down from where a request came, after whatever the client claimed.
    Proxy,
    /// The host that brings the requests, and takes them over TLS only.
    Host,
}

/// Where a request came from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Origin {
    pub(super) address: IpAddr,
    /// Whether it came over TLS.
    pub(super) secure: bool,
}

impl Trust {
    pub(super) fn origin(self, request: &Request) -> Origin {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let peer = peer.unwrap_or(IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED));
        match self {
            Self::Connection => Origin { address: peer, secure: false },
            Self::Host => Origin { address: peer, secure: true },
            Self::Proxy => {
                let headers = request.headers();
                let told = last(headers, "x-forwarded-for").and_then(|text| text.parse().ok());
                let secure = last(headers, "x-forwarded-proto") == Some("https");
                Origin { address: told.unwrap_or(peer), secure }
            }
        }
    }
}

impl Trust {
    /// The site at which a request says that it came. Whoever asks can write any host there, so only what cannot be of use to them
    /// is believed: a name without a port over TLS (a passkey is shown by a browser to the one name that it was made for, and is
    /// kept with that name), and the machine itself.
    pub(super) fn site(self, request: &Request) -> Option<Site> {
        let named = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
        let host = named.or_else(|| request.uri().authority().map(axum::http::uri::Authority::as_str))?;
        let host = host.to_ascii_lowercase();
        if !self.origin(request).secure {
            return Site::of_origin(&["http://", &host].concat());
        }
        Site::of_origin(&["https://", &host].concat()).filter(|_| !host.contains(':'))
    }
}

/// The last entry of a list: what stands before it was written by whoever asked.
fn last<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let line = headers.get_all(name).iter().next_back()?.to_str().ok()?;
    line.rsplit(',').next().map(str::trim)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn request(headers: &[(&str, &str)]) -> Request {
        let peer = ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 4000)));
        let request = Request::builder().extension(peer);
        headers
            .iter()
            .fold(request, |request, (name, value)| request.header(*name, *value))
            .body(Body::empty())
            .unwrap()
    }

    #[test]
    fn a_client_cannot_choose_its_address() {
        let forged =
            request(&[("x-forwarded-for", "198.51.100.7, 203.0.113.9"), ("x-forwarded-proto", "https")]);
        let of = |trust: Trust| trust.origin(&forged);
        assert_eq!(of(Trust::Connection), Origin { address: [10, 0, 0, 1].into(), secure: false });
        assert_eq!(of(Trust::Proxy), Origin { address: [203, 0, 113, 9].into(), secure: true });
        let twice = request(&[("x-forwarded-for", "198.51.100.7"), ("x-forwarded-for", "203.0.113.9")]);
        assert_eq!(Trust::Proxy.origin(&twice).address, IpAddr::from([203, 0, 113, 9]));
        let nothing = request(&[("x-forwarded-for", "unknown")]);
        assert_eq!(Trust::Proxy.origin(&nothing), Origin { address: [10, 0, 0, 1].into(), secure: false });
    }

    #[test]
    fn only_a_bare_name_over_tls_and_the_machine_itself_are_believed_to_be_the_site() {
        let site = |trust: Trust, proto: &str, host: &str| {
            let request = request(&[("x-forwarded-proto", proto), ("host", host)]);
            trust.site(&request).map(|site| site.origin().to_owned())
        };
        let https = |host: &str| site(Trust::Proxy, "https", host);
        assert_eq!(https("Thidua.example").as_deref(), Some("https://thidua.example"));
        for host in ["thidua.example:8443", "thidua.example:443", "10.0.0.1", "", "a b"] {
            assert_eq!(https(host), None, "{host}");
        }
        let local = "localhost:8080";
        assert_eq!(site(Trust::Connection, "https", local).as_deref(), Some("http://localhost:8080"));
        assert_eq!(site(Trust::Connection, "https", "thidua.example"), None, "nobody has seen TLS");
        assert_eq!(site(Trust::Proxy, "http", "thidua.example"), None);
        assert_eq!(site(Trust::Host, "", "f.example").as_deref(), Some("https://f.example"));
    }
}
