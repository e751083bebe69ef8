//! What everyday exchanges cost on the line. `bench_bytes` measures more; these two must never grow unseen.

use thidua_domain::nomination::POSITION;
use thidua_sync::wire::Answer;

use crate::device::Device;
use crate::line::{Cost, Line};
use crate::test_app::TestApp;

/// One exchange over a line on which every byte is counted.
pub fn exchange(device: &mut Device, line: &mut Line) -> Cost {
    let (body, sent) = device.request();
    let answer = line.sync(&device.token, &body).unwrap();
    assert_eq!(answer.status, 200);
    let now = device.now();
    let batch = device.replica.receive(&sent, Answer::decode(&answer.body).unwrap(), now, Vec::new());
    device.commit(batch);
    answer.cost
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyday_exchanges_stay_within_their_budgets() {
    let app = TestApp::start().await;
    // The district's officer reads every partition, so their cursor is the longest.
    for (number, login) in [(1, "longmon"), (2, "minhlong")] {
        let mut device = Device::sign_in(app.url(""), login, number).await;
        let mut line = Line::to(app.address()).unwrap();
        let record = device.nominate("Đinh Văn Xuân");
        exchange(&mut device, &mut line);
        let idle = exchange(&mut device, &mut line);
        assert_eq!(idle.requests, 1);
        assert!(idle.own <= 400, "{login}, nothing new: {idle:?}");
        device.edit(record, POSITION, "Trưởng ban Công tác Mặt trận thôn Gò Chè");
        let edit = exchange(&mut device, &mut line);
        assert!(edit.own <= 1_000, "{login}, one edit: {edit:?}");
        assert!(!device.replica.has_sendable());
    }
}
