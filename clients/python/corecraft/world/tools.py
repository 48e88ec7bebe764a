"""The tools of the world contract that conditions ask: 4.1 searchEmployees and searchProducts, 4.5 calculate_price,
4.6 checkWarrantyStatus, 4.7 validateBuildCompatibility. Written from the contract; limits are left at their default."""

import calendar
import datetime
import math
from decimal import ROUND_HALF_EVEN, Decimal

from .snapshot import moment

RATES = {None: Decimal(0), "silver": Decimal("0.05"), "gold": Decimal("0.10"), "platinum": Decimal("0.15")}
SHIPPING = {"standard": Decimal("9.99"), "express": Decimal("19.99"), "overnight": Decimal("39.99")}


def cents(amount):
    """Rounded to cents, exact halves to the even one, as JSON would show it."""
    rounded = amount.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    return int(rounded) if rounded == int(rounded) else float(rounded)


def price(items, tier, service):
    """The quote for (unit price, pieces) pairs: subtotal, discount, shipping, total, unrounded."""
    subtotal = sum((Decimal(str(each)) * pieces for each, pieces in items), Decimal(0))
    discount = subtotal * RATES.get(tier, Decimal(0))
    return subtotal, discount, SHIPPING[service], subtotal - discount + SHIPPING[service]


def calculate_price(world, product_ids, quantities=None, loyalty_tier=None, shipping_service="standard"):
    quantities = quantities or [1] * len(product_ids)
    items = [(world.tables["product"][each]["price"], pieces) for each, pieces in zip(product_ids, quantities)]
    subtotal, discount, shipping, total = price(items, loyalty_tier, shipping_service)
    return {"subtotal": cents(subtotal), "discount": cents(discount), "shipping": cents(shipping), "total": cents(total)}


def check_warranty_status(world, order_id=None, product_id=None, purchase_date=None):
    months = 12
    product = world.tables["product"].get(product_id)
    if order_id:
        order = world.tables["order"][order_id]
        start = moment(order["createdAt"])
        if product and any(line["productId"] == product_id for line in order["lineItems"]):
            months = product.get("warrantyMonths") or 12
    else:
        start = moment(purchase_date) if purchase_date else world.now
        months = product.get("warrantyMonths", 12)
    start = start.astimezone(datetime.timezone.utc)
    count = start.year * 12 + start.month - 1 + months
    year, month = divmod(count, 12)
    end = start.replace(year=year, month=month + 1, day=min(start.day, calendar.monthrange(year, month + 1)[1]))
    remaining = (end - world.now).total_seconds()
    return {
        "is_under_warranty": remaining > 0,
        "warranty_end_date": end.date().isoformat(),
        "days_remaining": math.ceil(remaining / 86400) if remaining > 0 else 0,
    }


def validate_build_compatibility(world, product_ids):
    unknown = [each for each in product_ids if each not in world.tables["product"]]
    if unknown:
        return {"is_compatible": False, "errors": [f"Products not found: {', '.join(unknown)}"], "warnings": []}
    products = sorted((world.tables["product"][each] for each in product_ids), key=lambda product: product["id"])
    group = lambda category: [product for product in products if product["category"] == category]
    spec = lambda product, name: (product.get("specs", {}).get(product["category"]) or {}).get(name)
    first = lambda category: (group(category) or [None])[0]
    board, case, supply = first("motherboard"), first("case"), first("psu")
    errors, warnings = [], []
    if len(group("cpu")) > 1:
        errors.append(f"Build contains multiple CPUs ({len(group('cpu'))}) - a build only requires one CPU")
    if len(group("motherboard")) > 1:
        errors.append(
            f"Build contains multiple motherboards ({len(group('motherboard'))})"
            " - a build only requires one motherboard")
    if first("cpu") and board:
        mine, its = spec(first("cpu"), "socket"), spec(board, "socket")
        if mine and its and mine != its:
            errors.append(f"CPU socket {mine} incompatible with motherboard socket {its}")
    if board and case:
        factor, supported = spec(board, "formFactor"), spec(case, "supportedFormFactors")
        if factor and supported and factor not in supported:
            errors.append(f"Motherboard form factor {factor} not supported by case (supports: {', '.join(supported)})")
    memories = group("memory")
    if board:
        for memory in memories:
            mine, its = spec(memory, "type"), spec(board, "memoryType")
            if mine and its and mine != its:
                errors.append(f"Memory type {mine} not supported by motherboard (supports {its})")
        speeds = sorted({spec(memory, "speedMhz") for memory in memories} - {None, 0})
        limit = spec(board, "maxMemoryMhz")
        if speeds and limit:
            if speeds[-1] > limit:
                warnings.append(
                    f"Memory will be downclocked from {speeds[-1]}MHz to motherboard maximum of {limit}MHz")
            if len(speeds) > 1:
                listed = ", ".join(f"{speed}MHz" for speed in speeds)
                warnings.append(
                    f"Mismatched memory frequencies detected ({listed})"
                    f" - all memory will run at slowest speed ({speeds[0]}MHz)")
        modules, slots = sum(spec(memory, "modules") or 1 for memory in memories), spec(board, "maxMemorySlots")
        if slots and modules > slots:
            errors.append(f"Total memory modules ({modules}) exceed motherboard slots ({slots})")
        drives = len([each for each in group("storage") if spec(each, "interface") == "SATA"])
        ports = spec(board, "sataPorts")
        if ports is not None and drives > ports:
            errors.append(f"SATA storage devices ({drives}) exceed motherboard SATA ports ({ports})")
    if case:
        for card in group("gpu"):
            length, room = spec(card, "lengthMm"), spec(case, "gpuMaxLengthMm")
            if length and room and length > room:
                errors.append(f"GPU {card['name']} length ({length}mm) exceeds case maximum ({room}mm)")
        for cooler in group("cooling"):
            height, room = spec(cooler, "heightMm"), spec(case, "coolerMaxHeightMm")
            if height and room and height > room:
                errors.append(f"CPU cooler {cooler['name']} height ({height}mm) exceeds case maximum ({room}mm)")
    if supply:
        watts = spec(supply, "wattage") or 0
        for cpu in group("cpu"):
            need = spec(cpu, "tdpWatts") or 65
            if watts < need:
                errors.append(f"PSU wattage ({watts}W) insufficient for CPU TDP ({need}W)")
        for card in group("gpu"):
            need = spec(card, "recommendedPsuWatts") or 0
            if watts < need:
                errors.append(f"PSU wattage ({watts}W) insufficient for GPU requirements ({need}W recommended)")
    elif group("cpu") or group("gpu"):
        warnings.append("No PSU selected")
    return {"is_compatible": not errors, "errors": errors, "warnings": warnings}


def search_employees(world, department=None, has_permission=None, role=None, name=None):
    def fits(employee):
        return (
            (not department or employee["department"] == department)
            and (not has_permission or has_permission in employee.get("permissions", []))
            and (not role or role.lower() in employee["title"].lower())
            and (not name or name.lower() in employee["name"].lower())
        )

    return sorted(filter(fits, world.of("employee")), key=lambda each: (each["name"], each["id"]))[:50]


def search_products(world, category=None, brand=None, text=None, inStockOnly=None, min_price=None, max_price=None):
    def fits(product):
        return (
            (not category or product["category"] == category)
            and (not brand or product["brand"] == brand)
            and (not text or any(text.lower() in product[field].lower() for field in ("name", "brand", "sku")))
            and (not inStockOnly or product["inventory"]["inStock"] > 0)
            and (min_price is None or product["price"] >= min_price)
            and (max_price is None or product["price"] <= max_price)
        )

    return sorted(filter(fits, world.of("product")), key=lambda each: (each["name"], each["id"]))[:50]


TOOLS = {
    "searchEmployees": search_employees,
    "searchProducts": search_products,
    "calculate_price": calculate_price,
    "checkWarrantyStatus": check_warranty_status,
    "validateBuildCompatibility": validate_build_compatibility,
}
