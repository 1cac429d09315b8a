package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.process.UseCase.Played;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The four examples, played as their pages say: what arrives is what each system asked for.
class UseCasesTest {
  private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-.{12}";

  @TempDir Path folder;

  @Test
  void a_shop_tells_warehouse_shop_crm_accounts_and_service() throws Exception {
    Played played =
        new UseCase("ecommerce", folder)
            .play(
                Map.of(
                    "WAREHOUSE_KEY", "demo-warehouse-key",
                    "SHOP_PASSWORD", "demo-shop-password",
                    "CRM_TOKEN", "demo-crm-token",
                    "LEDGER_KEY", "demo-ledger-key",
                    "SERVICE_TOKEN", "demo-service-token"));

    JsonNode order = played.body("/warehouse/orders");
    assertThat(order.get("request").asString()).matches(UUID);
    assertThat(without(order, "request"))
        .isEqualTo(
            json(
                """
                {"order": "W-88120", "placed": "2026-11-02 21:20",
                 "deliver_to": {"name": "Nurul Aina binti Rahman", "street": "7, Lorong Selamat",
                                "town": "10400 George Town", "state": "PNG"},
                 "express": false, "lines": [{"sku": "RTR-AX30", "pieces": 1}]}
                """));
    assertThat(header(played, "/warehouse/orders", "x-shop")).isEqualTo("bintang-online");
    assertThat(played.form("/shop/stock")).isEqualTo("sku=RTR-AX30&location=70011&available=0");
    assertThat(header(played, "/shop/stock", "content-type"))
        .startsWith("application/x-www-form-urlencoded");
    assertThat(played.body("/crm/contacts"))
        .isEqualTo(
            json(
                """
                {"external_id": "shc_40917", "email": "aina.rahman@mail.example.com",
                 "name": "Nurul Aina binti Rahman", "phone": "+60123456789",
                 "lists": ["customers", "newsletter"], "source": "Online shop shop-my"}
                """));
    assertThat(played.request("/accounting/receipts").get("body").asString())
        .contains("\"amount\":1284.50,")
        .contains("\"date\":\"06/11/2026\"")
        .contains("\"account\":\"1010\"")
        .contains("\"allocate\":[{\"invoice\":\"inv_66098\"},{\"invoice\":\"inv_66101\"}]");
    assertThat(texts(played.requests("/service/notices")))
        .containsExactlyInAnyOrder(
            "On its way",
            "Late: now expected Monday 9 November. Flooding on the East Coast Expressway.",
            "Delivered 9 Nov, 11:08");
    assertThat(played.said())
        .contains("pick 1 × RTR-AX30 for W-88120, to 10400 George Town (PNG)")
        .contains("URGENT SO-2026-0481 (POSLAJU EH123456785MY): Late");
    assertThat(played.requests()).hasSize(7);
  }

  @Test
  void a_sales_team_sees_customers_orders_payments_requests_and_leads() throws Exception {
    Played played =
        new UseCase("crm", folder)
            .play(
                Map.of(
                    "CRM_TOKEN", "demo-crm-token",
                    "CRM_NETWORK", "127.0.0.0/8",
                    "MARKETING_KEY", "demo-marketing-key"));

    assertThat(played.body("/crm/accounts"))
        .isEqualTo(
            json(
                """
                {"external_key": "C-1029", "name": "Kedai Elektronik Seri Bintang Sdn. Bhd.",
                 "email": "akaun@seribintang.example.com", "phone": "+60 3-2141 8800",
                 "street": "18, Jalan Bukit Bintang", "town": "55100 Kuala Lumpur",
                 "customer_since": "16 March 2026", "owner": "weijie.lim"}
                """));
    assertThat(played.request("/crm/orders").get("method").asString()).isEqualTo("PUT");
    assertThat(played.request("/crm/orders").get("body").asString()).contains("\"value\":1284.50");
    assertThat(without(played.body("/crm/orders"), "value_text", "value", "as_of"))
        .isEqualTo(
            json(
                """
                {"order": "SO-2026-0481", "account": "cus_1029", "was": "submitted",
                 "is": "confirmed", "stage": "Won"}
                """));
    JsonNode payment = played.body("/crm/activities");
    assertThat(payment.get("subject").asString()).isEqualTo("Paid MYR 1,284.50");
    assertThat(payment.get("invoices").asString()).isEqualTo("inv_66098, inv_66101");
    assertThat(payment.get("due_date").asString()).isEqualTo("2026-11-08");
    assertThat(payment.get("activity").asString()).matches(UUID);
    assertThat(header(played, "/crm/activities", "x-activity-source")).isEqualTo("posthouse");
    String routers = "Two routers arrived without power adapters";
    String from = "(Kedai Elektronik Seri Bintang Sdn. Bhd., SR-2026-1187)";
    assertThat(texts(played.requests("/chat/service")))
        .containsExactlyInAnyOrder(
            "New: [HIGH] " + routers + " " + from,
            "Escalated to level 2: [URGENT] " + routers + " " + from);
    JsonNode lead = played.body("/crm/leads");
    assertThat(lead.get("grade").asString()).isEqualTo("A");
    assertThat(lead.get("expected").asString()).isEqualTo("¥360,000.00");
    assertThat(played.form("/marketing/exclusions"))
        .isEqualTo(
            "email_sha256=2a6bbf1032f03b80e0f6953bc7d89866ae87ec99d7cb378cd9d7bed1c609a833&source=trade_fair");
    assertThat(played.requests()).hasSize(7);
  }

  @Test
  void accounts_bank_approvals_budget_and_audit_each_get_their_own() throws Exception {
    Played played =
        new UseCase("finance", folder)
            .play(
                Map.of(
                    "ACCOUNTING_KEY", "demo-accounting-key",
                    "BANK_PASSWORD", "demo-bank-password",
                    "BANK_NETWORK", "127.0.0.1/32",
                    "TEAM_TOKEN", "demo-team-token",
                    "AUDIT_KEY", "demo-audit-key"));

    JsonNode invoice = played.body("/accounting/invoices");
    assertThat(invoice.get("大写金额").asString()).isEqualTo("壹拾贰万捌仟陆佰伍拾元整");
    assertThat(invoice.get("到期日").asString()).isEqualTo("2026年12月5日");
    assertThat(invoice.get("不含税金额").decimalValue()).isEqualByComparingTo("113849.56");
    assertThat(played.request("/accounting/invoices").get("body").asString())
        .contains("\"价税合计\":128650.00")
        .contains("\"摘要\":\"WiFi 6 路由器 AX3000\"");
    assertThat(played.requests("/bank/payments"))
        .extracting(request -> request.get("body").asString().replaceAll("&request_id=.*", ""))
        .containsExactlyInAnyOrder(
            "reference=MBB-20261107-88412&direction=in&amount_minor=463010&currency=MYR&serial=0000pay31902",
            "reference=ICBC-261120-00731&direction=out&amount_minor=4280000&currency=CNY&serial=00000pym4410");
    JsonNode claim = played.body("/finance/approvals");
    assertThat(claim.get("标题").asString()).startsWith("林伟杰 提交报销 ").endsWith("2,376.80");
    assertThat(claim.get("差旅")).hasSize(2);
    assertThat(claim.get("说明").asString()).isEqualTo("槟城客户拜访");
    assertThat(claim.get("提交时间").asString()).isEqualTo("11月6日 18:30");
    assertThat(played.body("/finance/budget"))
        .isEqualTo(
            json(
                """
                {"部门": "市场部", "期间": "2026-11", "科目": "6200 广告费", "预算": "40,000.00",
                 "实际": "47,360.25", "差异": "超支 7,360.25"}
                """));
    JsonNode audit = played.body("/audit/records");
    assertThat(audit.get("type").asString()).isEqualTo("audit_trail.recorded");
    assertThat(played.request("/audit/records").get("body").asString())
        .contains("\"before\":{\"status\":\"posted\",\"amount\":5200.00}");
    assertThat(played.said()).contains("凭证 INV-2026-1105 广州星河电子有限公司");
    assertThat(played.requests()).hasSize(6);
  }

  @Test
  void a_plant_hears_of_orders_quality_consumption_completion_and_maintenance() throws Exception {
    Played played =
        new UseCase("manufacturing", folder)
            .play(
                Map.of(
                    "MES_KEY", "demo-mes-key",
                    "QUALITY_TOKEN", "demo-quality-token",
                    "COSTING_PASSWORD", "demo-costing-password",
                    "PLANNING_TOKEN", "demo-planning-token",
                    "MAINTENANCE_TOKEN", "demo-maintenance-token"));

    JsonNode job = played.body("/mes/jobs");
    assertThat(job.get("due").asString()).isEqualTo("20261128");
    assertThat(job.get("week").asString()).isEqualTo("2026-W48");
    assertThat(job.get("rush").asBoolean()).isTrue();
    assertThat(job.at("/materials/0/per_piece").asDouble()).isEqualTo(1);
    assertThat(job.at("/materials/1/per_piece").asDouble()).isEqualTo(0.0075);
    assertThat(played.requests("/quality/results"))
        .extracting(request -> json(request.get("body").asString()))
        .extracting(body -> body.get("verdict").asString() + body.get("critical"))
        .containsExactlyInAnyOrder("OK[]", "NG[\"D-114\"]");
    assertThat(played.form("/costing/consumption"))
        .contains(
            "order=wo_5521&material=SOLDER-SAC305&quantity=0.90&unit=KGM&batch=&on=21.11.2026");
    JsonNode done = played.body("/planning/completions");
    assertThat(done.get("yield").asString()).isEqualTo("98.6 %");
    assertThat(done.get("late").asBoolean()).isFalse();
    assertThat(done.get("label").asString()).isEqualTo("V08tMjAyNi0wNzMzfDQ5Mw==");
    JsonNode stop = played.body("/maintenance/alarms");
    assertThat(stop.get("machine").asString()).isEqualTo("贴片机 3 号 (mc_smt_03)");
    assertThat(stop.get("since").asString()).isEqualTo("02:17");
    JsonNode task = played.body("/maintenance/tasks");
    assertThat(task.get("plan_from").asString()).isEqualTo("2026-11-22");
    assertThat(task.get("team")).hasSize(2);
    assertThat(played.requests()).hasSize(7);
  }

  private static List<String> texts(List<JsonNode> requests) {
    return requests.stream()
        .map(request -> json(request.get("body").asString()).get("text").asString())
        .toList();
  }

  private static String header(Played played, String path, String name) {
    return played.request(path).get("headers").get(name).asString();
  }

  private static JsonNode without(JsonNode object, String... fields) {
    return ((ObjectNode) object.deepCopy()).remove(List.of(fields));
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
