//! Where the app is served.

/// The longest name of a host.
const LONGEST_HOST: usize = 253;

/// The origin at which the app is served, and the name under which authenticators keep its keys: the host's own, so that no other
/// host of the same domain can ask for them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Site {
    origin: String,
    host: String,
}

impl Site {
    /// The site of an origin as browsers write it: `https://thidua.example`, with a port where it is not 443. `http` only for
    /// `localhost`, which is what browsers allow. `None` for anything else: an address of numbers is no name for keys.
    #[must_use]
    pub fn of_origin(origin: &str) -> Option<Self> {
        let (scheme, rest) = origin.split_once("://")?;
        let (host, port) = rest.split_once(':').map_or((rest, None), |(host, port)| (host, Some(port)));
        let usual = match scheme {
            "https" => "443",
            "http" if is_local(host) => "80",
            _ => return None,
        };
        let port_is_one = port.is_none_or(|port| {
            // Browsers leave the usual one out, and write no zeros before another.
            port != usual && !port.starts_with('0') && port.parse::<u16>().is_ok()
        });
        (is_name(host) && port_is_one).then(|| Self { origin: origin.to_owned(), host: host.to_owned() })
    }

    /// The origin.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The name under which keys are kept: what WebAuthn calls the id of the relying party.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.host
    }
}

/// Whether a host is the machine of the browser itself.
fn is_local(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost")
}

fn is_name(host: &str) -> bool {
    let is_label = |label: &str| {
        let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        (1..=63).contains(&label.len())
            && label.bytes().all(inside)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    // Browsers take a name whose last label is a number for an address.
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_address = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
    host.len() <= LONGEST_HOST && host.split('.').all(is_label) && !is_address
}
