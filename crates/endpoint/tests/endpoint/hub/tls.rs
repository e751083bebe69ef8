//! The hub's line to a committee's endpoint behind TLS: whom it believes, and what it says to nobody else.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use thidua_domain::nomination::NAME;
use thidua_endpoint::configuration::{Hub as Configuration, Upstream};
use thidua_endpoint::hub::{self, HubStartError};
use thidua_endpoint::telemetry::Chain;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::{Scene, meet, there};
use crate::backup::looked;
use crate::test_app::Folder;

/// What ends TLS before an endpoint, under a certificate of an authority of its own.
struct Proxy {
    address: SocketAddr,
    /// The authority's certificate.
    authority: PathBuf,
}

impl Proxy {
    /// One whose certificate is for this name.
    async fn before(to: SocketAddr, name: &str, folder: &Folder) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = folder.0.join(format!("authority-{name}.pem"));
        std::fs::write(&authority, params.self_signed(&key).unwrap().pem()).unwrap();
        let issuer = Issuer::new(params, key);
        let own = KeyPair::generate().unwrap();
        let certificate =
            CertificateParams::new([name.to_owned()]).unwrap().signed_by(&own, &issuer).unwrap();
        let own = PrivateKeyDer::Pkcs8(own.serialize_der().into());
        let ciphers = Arc::new(rustls::crypto::ring::default_provider());
        let server = ServerConfig::builder_with_provider(ciphers).with_safe_default_protocol_versions();
        let server = server.unwrap().with_no_client_auth();
        let server = server.with_single_cert(vec![certificate.der().clone()], own).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(server));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    // Whoever does not believe the certificate goes before a word is said.
                    let Ok(mut near) = acceptor.accept(near).await else { return };
                    let mut far = TcpStream::connect(to).await.unwrap();
                    copy_bidirectional(&mut near, &mut far).await.ok();
                });
            }
        });
        Self { address, authority }
    }
}

impl Scene {
    fn configuration_over(&self, url: String, authority: Option<PathBuf>) -> Configuration {
        let upstream = Upstream { url, authority, in_clear: false };
        Configuration { upstream, ..self.configuration() }
    }
}

/// A committee's endpoint without a hub.
async fn without_hub() -> Scene {
    let mut scene = Scene::offline().await;
    scene.stop_hub().await;
    scene.folder = Folder::on_file();
    scene
}

async fn refused(configuration: &Configuration) -> String {
    let error: HubStartError = hub::start(configuration).await.expect_err("it runs");
    Chain(&error).to_string()
}

#[tokio::test]
async fn a_hub_hands_in_over_tls_to_an_endpoint_that_an_authority_vouches_for() {
    let mut scene = without_hub().await;
    let mut commune = there(&scene, "longmon", 1).await;
    let proxy = Proxy::before(scene.app.address(), "localhost", &scene.folder).await;
    let url = format!("https://localhost:{}", proxy.address.port());
    let over_tls = scene.configuration_over(url, Some(proxy.authority));
    scene.hub = Some(hub::start(&over_tls).await.unwrap());
    let record = commune.nominate("Đinh Văn Mã Hoá (mẫu)");
    meet(&mut commune, &scene.hub()).await.unwrap();
    scene.line_comes().await;
    let mut office = there(&scene, "minhlong", 8).await;
    assert_eq!(office.text(record, NAME), "Đinh Văn Mã Hoá (mẫu)");
    meet(&mut commune, &scene.hub()).await.unwrap();
    commune.sync().await;
    office.sync().await;
    let found = looked(&scene.app.folder).await;
    assert_eq!((found.records, found.entries, found.faults.len()), (1, 1, 0));
}

#[tokio::test]
async fn a_hub_says_nothing_to_an_endpoint_that_nobody_vouches_for() {
    let scene = without_hub().await;
    let proxy = Proxy::before(scene.app.address(), "localhost", &scene.folder).await;
    let other = Proxy::before(scene.app.address(), "thidua.example", &scene.folder).await;
    let url = |proxy: &Proxy| format!("https://localhost:{}", proxy.address.port());
    let unknown = refused(&scene.configuration_over(url(&proxy), None)).await;
    assert!(unknown.contains("UnknownIssuer"), "{unknown}");
    let of_another = scene.configuration_over(url(&proxy), Some(other.authority.clone()));
    let of_another = refused(&of_another).await;
    assert!(of_another.contains("invalid peer certificate"), "{of_another}");
    let another_name = refused(&scene.configuration_over(url(&other), Some(other.authority))).await;
    assert!(another_name.contains("not valid for name"), "{another_name}");
    let database = scene.app.database().await;
    let noted =
        "SELECT count(*) FROM audit WHERE account = (SELECT account FROM accounts WHERE login = 'quantri')";
    let asked: i64 = sqlx::query_scalar(noted).fetch_one(&database).await.unwrap();
    assert!(asked > 0, "the first hub has signed in");
    refused(&scene.configuration_over(url(&proxy), None)).await;
    let again: i64 = sqlx::query_scalar(noted).fetch_one(&database).await.unwrap();
    assert_eq!(asked, again, "no password has come");
    database.close().await;
}

#[tokio::test]
async fn a_line_that_everybody_can_read_is_refused_until_somebody_says_so() {
    let scene = without_hub().await;
    // This machine as well, but not by a name that says so.
    let listener = TcpListener::bind("127.0.0.2:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let to = scene.app.address();
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            let mut far = TcpStream::connect(to).await.unwrap();
            tokio::spawn(async move { copy_bidirectional(&mut near, &mut far).await.ok() });
        }
    });
    let mut in_clear = scene.configuration_over(url, None);
    let told = refused(&in_clear).await;
    assert!(told.contains("--upstream-in-clear") && told.contains("https://"), "{told}");
    in_clear.upstream.in_clear = true;
    hub::start(&in_clear).await.unwrap().stop().await;
}

#[tokio::test]
async fn a_file_without_an_authority_is_told_by_its_name() {
    let scene = without_hub().await;
    let file = scene.folder.0.join("authority.pem");
    let url = "https://thidua.example".to_owned();
    let with_file = scene.configuration_over(url, Some(file.clone()));
    let told = refused(&with_file).await;
    assert!(told.contains("cannot read the certificates in") && told.contains("authority.pem"), "{told}");
    std::fs::write(&file, "no certificate").unwrap();
    let told = refused(&with_file).await;
    assert!(told.contains("holds no certificate of an authority"), "{told}");
}
