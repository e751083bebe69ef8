//! Pages over the line: how much comes at once, what comes first, and that a cut costs no more than a page.

use std::time::Duration;

use thidua_domain::nomination::{ACHIEVEMENTS, NAME, POSITION};
use thidua_sync::client::Appetite;
use thidua_sync::wire::{Answer, Layout};

use crate::device::{Device, LONG_MON};
use crate::line::{Cost, Line};
use crate::test_app::{Folder, TestApp};

/// One exchange that asks for a page; the bytes on the line.
fn exchange(device: &mut Device, line: &mut Line, page: u32) -> (Answer, Cost) {
    if let Some(batch) = device.replica.seal() {
        device.commit(batch);
    }
    let now = device.now();
    let (mut request, sent) = device.replica.request(now);
    request.page = Some(page);
    let told = line.sync(&device.token, &request.encode()).unwrap();
    assert_eq!(told.status, 200);
    let answer = Answer::decode(&told.body).unwrap();
    device.receive(&sent, &answer);
    (answer, told.cost)
}

/// A text of its own for each record, in words that compress as an officer's do.
fn a_text(rng: &mut fastrand::Rng) -> String {
    const WORDS: &str = "Vận động hộ dân hiến đất làm đường bê tông nông thôn mới phát quang bụi rậm nạo vét kênh mương \
                         sửa chữa cầu treo quyên góp xi măng cát sỏi hoàn thành trước thời hạn được nhân dân đồng tình \
                         hưởng ứng xây dựng nếp sống văn hoá giữ gìn an ninh trật tự giúp đỡ gia đình khó khăn";
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut text = String::new();
    for _ in 0..60 {
        text.push_str(words[rng.usize(..words.len())]);
        text.push_str(if rng.u8(..7) == 0 { ", " } else { " " });
    }
    text.trim_end().trim_end_matches(',').to_owned()
}

async fn with_records(app: &TestApp, count: usize) -> Device {
    let mut writer = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut rng = fastrand::Rng::with_seed(5);
    for number in 0..count {
        let record = writer.nominate(&format!("Đinh Văn {number}"));
        writer.edit(record, ACHIEVEMENTS, &a_text(&mut rng));
    }
    writer.sync().await;
    writer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_page_is_small_and_new_and_the_others_fit_the_line() {
    // So many make a snapshot, if the machine takes a minute for this: here it is about the pages of answers.
    let app =
        TestApp::with(Folder::new(), |with| with.snapshots_every = Duration::from_secs(1_000_000)).await;
    let mut writer = with_records(&app, 1_500).await;
    let newest = writer.nominate("Đinh Thị Mới");
    writer.sync().await;

    let mut reader = Device::sign_in(app.url(""), "longmon", 2).await;
    let mut line = Line::to(app.address()).unwrap();
    let mut appetite = Appetite::default();
    let (first, cost) = exchange(&mut reader, &mut line, appetite.asks(true));
    assert!(first.more && cost.own <= 8_000 && cost.own > 3_000, "{cost:?}");
    assert!(reader.has(newest) && reader.replica.rows().len() >= 20, "{}", reader.replica.rows().len());
    assert_eq!(first.left as usize + reader.replica.rows().len(), 1_501);
    let mut pages = Vec::new();
    loop {
        let before = reader.replica.rows().len();
        let (answer, cost) = exchange(&mut reader, &mut line, appetite.asks(false));
        let told: usize = answer.pages.iter().map(|page| page.rows.len()).sum();
        assert_eq!(reader.replica.rows().len(), before + told, "nothing comes twice");
        assert_eq!(answer.left as usize + reader.replica.rows().len(), 1_501);
        pages.push(cost.own);
        appetite = appetite.grown();
        if !answer.more {
            break;
        }
    }
    assert!(pages.iter().all(|bytes| *bytes <= 96_000), "{pages:?}");
    assert!(pages.iter().rev().skip(1).all(|bytes| *bytes >= 40_000), "{pages:?}");
    assert!(reader.replica.comparisons().iter().all(|of| of.there == Some(of.here)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cut_costs_a_page_and_others_may_go_on_meanwhile() {
    let app = TestApp::start().await;
    let mut writer = with_records(&app, 400).await;
    let all: Vec<_> = writer.replica.rows().keys().copied().collect();
    let mut reader = Device::sign_in(app.url(""), "minhlong", 2).await;
    let mut line = Line::to(app.address()).unwrap();
    exchange(&mut reader, &mut line, 12_000);
    let mut turns = 0;
    loop {
        // Every other answer is lost on its way, and the writer goes on: edits of what was told, told ahead and not told.
        let (body, _) = reader.request();
        line.sync(&reader.token, &body).unwrap();
        if turns < 12 {
            writer.edit(all[turns * 33], POSITION, &format!("Chức vụ {turns} (mẫu)"));
            writer.sync().await;
        }
        // The reader edits what it has before it has all.
        let known = *reader.replica.rows().keys().nth(turns % 20).unwrap();
        reader.edit(known, NAME, &format!("Đinh Văn {turns} (mẫu)"));
        let before = reader.replica.rows().len();
        let (answer, _) = exchange(&mut reader, &mut line, 8_000);
        assert!(reader.replica.rows().len() > before || !answer.more);
        turns += 1;
        if !answer.more {
            break;
        }
    }
    reader.sync().await;
    writer.sync().await;
    reader.sync().await;
    assert!(turns > 4);
    let sums = |device: &Device| *device.replica.sums().get(&LONG_MON).unwrap();
    assert_eq!(sums(&reader), sums(&writer));
    assert!(reader.replica.comparisons().iter().all(|of| of.there == Some(of.here)));
}

/// The app of before there were layouts asks for none, and for no size of a page.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_of_before_layouts_is_answered_as_it_reads() {
    let app = TestApp::start().await;
    let _writer = with_records(&app, 40).await;
    let mut reader = Device::sign_in(app.url(""), "longmon", 2).await;
    let mut line = Line::to(app.address()).unwrap();
    let now = reader.now();
    let (mut request, sent) = reader.replica.request(now);
    for layout in [Layout::Whole, Layout::Steps] {
        request.layout = layout;
        let told = line.sync(&reader.token, &request.encode()).unwrap();
        let answer = Answer::decode(&told.body).unwrap();
        let other = if layout == Layout::Whole { Layout::Steps } else { Layout::Whole };
        assert!(answer.encode_in(layout) == told.body && answer.encode_in(other) != told.body);
        reader.receive(&sent, &answer);
    }
    assert_eq!(reader.replica.rows().len(), 40);
}
