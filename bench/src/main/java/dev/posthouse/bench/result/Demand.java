package dev.posthouse.bench.result;

import java.util.List;

/// One line of the table of targets: which figure of which scenario it is about.
record Demand(String english, String chinese, String scenario, String figure) {
  static final List<Demand> ALL =
      List.of(
          new Demand(
              "saturation: events/s end to end ÷ nginx requests/s",
              "饱和：端到端事件/秒 ÷ nginx 请求/秒",
              "saturation",
              "ratio"),
          new Demand(
              "saturation: CPU an event in the server process",
              "饱和：服务器进程每事件 CPU",
              "saturation",
              "cpu_us_per_event"),
          new Demand(
              "in batches of 100: events/s ÷ nginx", "每批 100 个：事件/秒 ÷ nginx", "batches", "ratio"),
          new Demand(
              "10,000 events/s for 60 s: publish → 202, p99",
              "每秒 10,000 个事件持续 60 秒：发布 → 202，p99",
              "open-10000",
              "p99_ms"),
          new Demand(
              "half of saturation: publish → received, p50",
              "饱和的一半：发布 → 收到，p50",
              "half-load",
              "received_p50_ms"),
          new Demand(
              "half of saturation: publish → received, p99",
              "饱和的一半：发布 → 收到，p99",
              "half-load",
              "received_p99_ms"),
          new Demand("fan-out 10: deliveries/s ÷ nginx", "扇出 10：投递/秒 ÷ nginx", "fanout", "ratio"),
          new Demand(
              "receivers that take 2 s: deliveries running at once",
              "接收端耗时 2 秒：同时进行的投递",
              "slow-receivers",
              "running"),
          new Demand(
              "bad neighbours: p99 of the healthy ÷ without the bad",
              "坏邻居：健康者的 p99 ÷ 没有坏邻居时",
              "bad-neighbours",
              "relative"),
          new Demand(
              "events stored already: events/s ÷ empty",
              "已存大量事件：事件/秒 ÷ 空库",
              "full-ledger",
              "relative"),
          new Demand(
              "1,000 tenants: p99 of the quiet ÷ without the loud one",
              "1,000 个租户：安静者的 p99 ÷ 没有吵闹者时",
              "tenants",
              "relative"),
          new Demand(
              "every sync 5 ms longer: events/s ÷ without",
              "每次 sync 多 5 毫秒：事件/秒 ÷ 不加时",
              "slow-disk",
              "relative"),
          new Demand(
              "retention running: events/s ÷ without",
              "清理进行中：事件/秒 ÷ 不清理时",
              "retention",
              "relative"),
          new Demand(
              "commits an event at saturation", "饱和时每事件提交次数", "saturation", "commits_per_event"),
          new Demand(
              "statements an event at saturation",
              "饱和时每事件语句数",
              "saturation",
              "statements_per_event"),
          new Demand(
              "bytes on disk an event of 1 KB, everything included",
              "每个 1 KB 事件占盘，一切计入",
              "saturation",
              "bytes_per_event"),
          new Demand("lateness of a retry, p99", "重试迟到，p99", "half-fail", "lateness_p99_ms"),
          new Demand(
              "half of the attempts fail: delivered in the end",
              "一半尝试失败：最终送达",
              "half-fail",
              "delivered_percent"),
          new Demand(
              "start to the first 202, no work", "启动到第一个 202，无积压", "start-empty", "start_ms"),
          new Demand(
              "start to the first 202, 1,000,000 open deliveries",
              "启动到第一个 202，一百万条待投递",
              "start-full",
              "start_ms"),
          new Demand(
              "start to 80 % of steady throughput under load",
              "负载下启动到稳定吞吐的 80 %", "warm-up", "steady_s"));
}
