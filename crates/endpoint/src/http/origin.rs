//! Where a request came from, and whether nobody could listen on the way.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::http::HeaderMap;

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
}
