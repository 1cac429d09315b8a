package dev.posthouse.bench.result;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Every figure that results may hold, in the order of the tables.
final class Measures {
  static final List<Measure> ALL =
      List.of(
          new Measure("ratio", "deliveries/s ÷ nginx requests/s", "每秒投递 ÷ nginx 每秒请求", "%.3f"),
          new Measure("events_per_s", "events delivered, end to end", "端到端投递的事件", "%,.0f /s"),
          new Measure("deliveries_per_s", "deliveries", "投递", "%,.0f /s"),
          new Measure("accepted_per_s", "events accepted", "接收的事件", "%,.0f /s"),
          new Measure("asked_per_s", "events sent (open load)", "发送的事件（开放负载）", "%,.0f /s"),
          new Measure("nginx_per_s", "nginx, the same requests", "nginx，同样的请求", "%,.0f /s"),
          new Measure("relative", "compared with the scenario's base", "与对照相比", "%.3f"),
          new Measure("base", "the base it is compared with", "对照值", "%,.1f"),
          new Measure("cpu_us_per_event", "CPU of the server an event", "服务器每事件 CPU", "%.1f µs"),
          new Measure(
              "cpu_s_per_1000", "CPU of the server, 1,000 deliveries", "服务器每千次投递 CPU", "%.4f s"),
          new Measure("database_cpu_us", "CPU of the database an event", "数据库每事件 CPU", "%.1f µs"),
          new Measure("generator_cpu_us", "CPU of the generator an event", "发生器每事件 CPU", "%.1f µs"),
          new Measure("receiver_cpu_us", "CPU of the receiver a delivery", "接收端每投递 CPU", "%.1f µs"),
          new Measure("p50_ms", "publish → 202, p50", "发布 → 202，p50", "%.2f ms"),
          new Measure("p99_ms", "publish → 202, p99", "发布 → 202，p99", "%.2f ms"),
          new Measure("received_p50_ms", "publish → received, p50", "发布 → 收到，p50", "%.2f ms"),
          new Measure("received_p99_ms", "publish → received, p99", "发布 → 收到，p99", "%.2f ms"),
          new Measure("received_p999_ms", "publish → received, p99.9", "发布 → 收到，p99.9", "%.2f ms"),
          new Measure("lateness_p50_ms", "lateness of a retry, p50", "重试迟到，p50", "%.1f ms"),
          new Measure("lateness_p99_ms", "lateness of a retry, p99", "重试迟到，p99", "%.1f ms"),
          new Measure("running", "deliveries running at once", "同时进行的投递", "%,.0f"),
          new Measure("start_ms", "start to the first 202", "启动到第一个 202", "%,.0f ms"),
          new Measure("steady_s", "start to 80 % of steady throughput", "启动到稳定吞吐的 80 %", "%.1f s"),
          new Measure("running_most", "deliveries running at once, at most", "同时进行的投递，最多", "%,.0f"),
          new Measure("caught_up_per_s", "the waiting caught up", "补发积压", "%,.0f /s"),
          new Measure("dropped_per_s", "events dropped by retention", "清理掉的事件", "%,.0f /s"),
          new Measure("dropped", "dropped by retention in all", "共清理", "%,.0f"),
          new Measure("days_dropped", "days dropped at once", "整天清理的天数", "%,.0f"),
          new Measure(
              "retention_share", "retention took of the writer's time", "清理占用写线程的时间", "%.1f %%"),
          new Measure("ledger_gb", "the ledger on disk", "账本占盘", "%,.1f GB"),
          new Measure("mb_per_s", "payloads delivered", "投递的有效负载", "%,.0f MB/s"),
          new Measure("unsent", "events the load could not send in time", "负载未能按时发出的事件", "%,.0f"),
          new Measure("retries", "retries timed", "计时的重试", "%,.0f"),
          new Measure("given_up", "deliveries given up", "放弃的投递", "%,.0f"),
          new Measure("seconds", "took", "用时", "%.1f s"),
          new Measure("delivered_percent", "delivered in the end", "最终送达", "%.3f %%"),
          new Measure("commits_per_event", "commits an event", "每事件提交", "%.4f"),
          new Measure(
              "statements_per_event",
              "statements an event (a batch is one)",
              "每事件语句（一批算一条）",
              "%.4f"),
          new Measure("bytes_per_event", "bytes on disk an event", "每事件磁盘字节", "%,.0f"),
          new Measure("rss_mb", "peak RSS of the server", "服务器内存峰值 RSS", "%.0f MB"),
          new Measure("gc_pauses", "GC pauses", "GC 停顿次数", "%.0f"),
          new Measure("gc_ms", "GC pauses together", "GC 停顿合计", "%.0f ms"),
          new Measure("gc_longest_ms", "longest GC pause", "最长 GC 停顿", "%.1f ms"),
          new Measure("sync_us", "a sync of the bare disk, p50", "裸盘一次 sync，p50", "%,.0f µs"),
          new Measure("sync_p99_us", "a sync of the bare disk, p99", "裸盘一次 sync，p99", "%,.0f µs"),
          new Measure("events", "events accepted in all", "共接收事件", "%,.0f"),
          new Measure("arrived", "distinct deliveries arrived", "到达的不同投递", "%,.0f"),
          new Measure("open", "still to be delivered when counted", "清点时仍待投递", "%,.0f"),
          new Measure("lost", "accepted and never delivered", "已接收而未送达", "%,.0f"),
          new Measure("duplicates", "delivered twice", "重复投递", "%,.0f"),
          new Measure("disorder", "arrived after a later one", "晚于后来者到达", "%,.0f"),
          new Measure("refused", "publishes refused (503, 429)", "被拒的发布（503、429）", "%,.0f"),
          new Measure("broken", "publishes without an answer", "没有回答的发布", "%,.0f"),
          new Measure("signatures", "signatures checked", "核对过的签名", "%,.0f"),
          new Measure("forged", "signatures that were wrong", "错误的签名", "%,.0f"),
          new Measure(
              "drain_s", "after the last publish until all had arrived", "最后一次发布到全部到达", "%.1f s"));

  private static final Map<String, Measure> BY_NAME =
      ALL.stream().collect(Collectors.toMap(Measure::name, Function.identity()));

  private Measures() {}

  static Measure named(String name) {
    return BY_NAME.getOrDefault(name, new Measure(name, name.replace('_', ' '), name, "%,.2f"));
  }
}
