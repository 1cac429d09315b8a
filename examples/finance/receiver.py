"""Accounting, a bank's platform, the finance team's board and the audit archive, on one port.

    python3 examples/finance/receiver.py --secrets data/finance.json
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from receiving import Inlet, api_key, basic, bearer, serve


def invoice(voucher):
    return f"凭证 {voucher['凭证号']} {voucher['客户']} {voucher['价税合计']:,.2f} 元（{voucher['大写金额']}），{voucher['到期日']} 到期"


def payment(order):
    amount = f"{int(order['amount_minor']) / 100:,.2f} {order['currency']}"
    return f"{'收款' if order['direction'] == 'in' else '付款'} {amount}，流水号 {order['serial']}，银行参考号 {order['reference']}"


def approval(claim):
    return f"待 {claim['审批人']} 审批：{claim['标题']}（{claim['说明']}）"


def variance(report):
    return f"{report['部门']} {report['期间']} {report['科目']}：{report['差异']}（预算 {report['预算']}，实际 {report['实际']}）"


def record(envelope):
    data = envelope["data"]
    return f"{envelope['timestamp']} {data['actor_id']} {data['action']} {data['entity']['type']} {data['entity']['id']}"


if __name__ == "__main__":
    team = bearer("demo-team-token")
    serve(
        {
            "/accounting/invoices": Inlet("发票送会计系统", api_key("X-API-Key", "demo-accounting-key"), invoice),
            "/bank/payments": Inlet("付款状态送银行平台", basic("posthouse", "demo-bank-password"), payment),
            "/finance/approvals": Inlet("费用审批提醒", team, approval),
            "/finance/budget": Inlet("预算差异通知", team, variance),
            "/audit/records": Inlet("审计跟踪", api_key("X-Audit-Key", "demo-audit-key"), record),
        },
        port=9003,
    )
