"""The integrity rules of the world contract, appendix A, from the contract's text."""

from collections import Counter, defaultdict
from decimal import Decimal

from .snapshot import moment
from .tools import cents, price, validate_build_compatibility

CARRIERS = {
    "UPS Ground": ("standard", "ups_ground"), "USPS Ground": ("standard", "usps_ground"),
    "FedEx Express": ("express", "fedex_express"), "FedEx Overnight": ("overnight", "fedex_overnight"),
}
REFERENCES = {
    "build": {"customerId": "customer"}, "employee": {"managerId": "employee"}, "escalation": {"ticketId": "support_ticket"},
    "knowledge_base_article": {"authorId": "employee"}, "order": {"customerId": "customer", "buildId": "build"},
    "payment": {"orderId": "order", "customerId": "customer"},
    "refund": {"paymentId": "payment", "ticketId": "support_ticket"},
    "resolution": {"ticketId": "support_ticket", "linkedRefundId": "refund", "resolvedById": "employee"},
    "shipment": {"orderId": "order"},
    "slack_message": {"channelId": "slack_channel", "authorId": "employee", "ticketId": "support_ticket"},
    "support_ticket": {
        "customerId": "customer", "orderId": "order", "buildId": "build", "assignedEmployeeId": "employee",
        "resolutionId": "resolution",
    },
    "warranty_claim": {"productId": "product", "orderId": "order", "customerId": "customer"},
}
ORDER_OF_TIMES = [
    ("customer", "order", "customerId"), ("order", "payment", "orderId"), ("order", "shipment", "orderId"),
    ("order", "support_ticket", "orderId"), ("support_ticket", "escalation", "ticketId"),
    ("support_ticket", "resolution", "ticketId"), ("support_ticket", "refund", "ticketId"),
    ("payment", "refund", "paymentId"), ("build", "order", "buildId"),
]


def findings(world):
    """All (rule, entity) pairs that break a rule."""
    found = set()
    for rule in (references, owners, times, shipments, payments, states, products):
        found |= set(rule(world))
    return found


def key(kind, entity):
    return f"{kind}/{entity['id']}"


def references(world):
    for kind, fields in REFERENCES.items():
        for entity in world.of(kind):
            for field, target in fields.items():
                if entity.get(field) is not None and entity[field] not in world.tables[target]:
                    yield "I-REF-1", key(kind, entity)
    for order in world.of("order"):
        if any(line["productId"] not in world.tables["product"] for line in order["lineItems"]):
            yield "I-REF-1", key("order", order)
    for build in world.of("build"):
        if any(each not in world.tables["product"] for each in build.get("componentIds", [])):
            yield "I-REF-1", key("build", build)
    members = {each["id"]: {one["id"] for one in each["members"]["connect"]} for each in world.of("slack_channel")}
    for message in world.of("slack_message"):
        if message["authorId"] not in members[message["channelId"]]:
            yield "I-REF-6", key("slack_message", message)
    for employee in world.of("employee"):
        seen, one = set(), employee
        while one.get("managerId"):
            if one["id"] in seen:
                yield "I-REF-7", key("employee", employee)
                break
            seen.add(one["id"])
            one = world.tables["employee"][one["managerId"]]
    for kind, field in (("customer", "email"), ("employee", "email"), ("product", "sku"), ("shipment", "trackingNumber"),
                        ("payment", "transactionId")):
        values = Counter(each[field] for each in world.of(kind) if each.get(field))
        for entity in world.of(kind):
            if values.get(entity.get(field), 0) > 1:
                yield "I-REF-8", key(kind, entity)


def owners(world):
    tables = world.tables
    for ticket in world.of("support_ticket"):
        if ticket.get("orderId") and tables["order"][ticket["orderId"]]["customerId"] != ticket["customerId"]:
            yield "I-REF-2", key("support_ticket", ticket)
        resolution = tables["resolution"].get(ticket.get("resolutionId"))
        if ticket.get("resolutionId") and (resolution is None or resolution["ticketId"] != ticket["id"]):
            yield "I-REF-5", key("support_ticket", ticket)
    for resolution in world.of("resolution"):
        if tables["support_ticket"][resolution["ticketId"]].get("resolutionId") != resolution["id"]:
            yield "I-REF-5", key("resolution", resolution)
    for payment in world.of("payment"):
        if payment.get("customerId") and payment["customerId"] != tables["order"][payment["orderId"]]["customerId"]:
            yield "I-REF-2", key("payment", payment)
    for refund in world.of("refund"):
        if refund.get("ticketId"):
            about = tables["support_ticket"][refund["ticketId"]].get("orderId")
            if about != tables["payment"][refund["paymentId"]]["orderId"]:
                yield "I-REF-3", key("refund", refund)
    for order in world.of("order"):
        build = tables["build"].get(order.get("buildId"))
        if build:
            foreign = build.get("ownerType") != "internal" and build.get("customerId") != order["customerId"]
            pieces = Counter()
            for line in order["lineItems"]:
                pieces[line["productId"]] += line["qty"]
            parts = Counter(build.get("productIds") or build.get("componentIds") or [])
            if foreign or any(pieces[part] < count for part, count in parts.items()):
                yield "I-REF-4", key("order", order)


def times(world):
    for kind, table in world.tables.items():
        for entity in table.values():
            for field in ("createdAt", "updatedAt", "timestamp", "processedAt", "resolvedAt"):
                if entity.get(field) and moment(entity[field]) > world.now:
                    yield "I-TIME-1", key(kind, entity)
                if field not in ("createdAt", "timestamp") and entity.get(field) and entity.get("createdAt"):
                    if moment(entity[field]) < moment(entity["createdAt"]):
                        yield "I-TIME-2", key(kind, entity)
    for cause, effect, field in ORDER_OF_TIMES:
        for entity in world.of(effect):
            before = world.tables[cause].get(entity.get(field))
            if before and moment(entity["createdAt"]) < moment(before["createdAt"]):
                yield "I-TIME-3", key(effect, entity)
    for shipment in world.of("shipment"):
        events = shipment.get("events") or []
        moments = [moment(event["at"]) for event in events]
        if any(each > world.now for each in moments):
            yield "I-TIME-1", key("shipment", shipment)
        if events and (
            moments != sorted(moments) or events[0]["status"] != "label_created"
            or moments[0] < moment(shipment["createdAt"]) or events[-1]["status"] != shipment["status"]
        ):
            yield "I-TIME-4", key("shipment", shipment)


def shipments(world):
    of_order = defaultdict(list)
    for shipment in world.of("shipment"):
        of_order[shipment["orderId"]].append(shipment)
    for order in world.of("order"):
        own = of_order[order["id"]]
        if order["status"] in ("fulfilled", "refunded", "partially_refunded") and not own:
            yield "I-STATE-3", key("order", order)
        if order["status"] in ("paid", "pending", "cancelled", "backorder") and own:
            yield "I-STATE-3", key("order", order)
        shipping = order.get("shipping") or {}
        if shipping.get("carrier"):
            service, code = CARRIERS[shipping["carrier"]]
            if shipping.get("service", service) != service:
                yield "I-STATE-5", key("order", order)
            for shipment in own:
                if shipment["carrier"] != code:
                    yield "I-STATE-5", key("shipment", shipment)


def payments(world):
    of_order = defaultdict(list)
    for payment in world.of("payment"):
        of_order[payment["orderId"]].append(payment)
        order = world.tables["order"][payment["orderId"]]
        tier = world.tables["customer"][order["customerId"]].get("loyaltyTier")
        items = [(world.tables["product"][line["productId"]]["price"], line["qty"]) for line in order["lineItems"]]
        total = price(items, tier, (order.get("shipping") or {}).get("service") or "standard")[3]
        if payment["amount"] != cents(total):
            yield "I-STATE-1", key("payment", payment)
        has_reason = payment.get("failureReason") is not None or payment.get("failure_reason") is not None
        if has_reason != (payment["status"] == "failed"):
            yield "I-STATE-4", key("payment", payment)
        if payment["status"] == "captured" and not payment.get("processedAt"):
            yield "I-STATE-4", key("payment", payment)
    for order in world.of("order"):
        statuses = [payment["status"] for payment in of_order[order["id"]]]
        if statuses.count("captured") > 1:
            yield "I-STATE-2", key("order", order)
        if order["status"] in ("paid", "fulfilled") and "captured" not in statuses:
            yield "I-STATE-2", key("order", order)
        if order["status"] == "pending" and set(statuses) - {"pending", "failed", "captured"}:
            yield "I-STATE-2", key("order", order)


def states(world):
    for refund in world.of("refund"):
        amount = Decimal(str(refund["amount"]))
        lines = sum((Decimal(str(line["amount"])) for line in refund["lines"] if "amount" in line), Decimal(0))
        paid = Decimal(str(world.tables["payment"][refund["paymentId"]]["amount"]))
        if amount != lines or amount > paid or (refund["status"] == "processed") != bool(refund.get("processedAt")):
            yield "I-STATE-6", key("refund", refund)
    for ticket in world.of("support_ticket"):
        assigned, status = ticket.get("assignedEmployeeId"), ticket["status"]
        if status == "resolved" and not (assigned and ticket.get("resolutionId") and ticket.get("closureReason")):
            yield "I-STATE-7", key("support_ticket", ticket)
        if (status == "new" and assigned) or (status == "open" and not assigned):
            yield "I-STATE-7", key("support_ticket", ticket)
    for resolution in world.of("resolution"):
        if resolution["outcome"] == "refund_issued" and not resolution.get("linkedRefundId"):
            yield "I-STATE-8", key("resolution", resolution)


def products(world):
    for product in world.of("product"):
        specs = product["specs"]
        if product["category"] == "bundle":
            total = sum(
                Decimal(str(world.tables["product"][part["componentId"]]["price"])) * part["qty"]
                for part in specs["components"])
            value = Decimal(str(specs["discount"]["value"]))
            less = total * value / 100 if specs["discount"]["type"] == "percent" else value
            if product["price"] != cents(total - less):
                yield "I-STATE-9", key("product", product)
        base = (specs.get("prebuilt") or {}).get("baseBuildId")
        if base:
            build = world.tables["build"][base]
            if validate_build_compatibility(world, build["componentIds"])["errors"]:
                yield "I-STATE-10", key("build", build)
