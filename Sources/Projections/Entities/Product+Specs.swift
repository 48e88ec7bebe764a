internal import CanonicalJSON

extension FieldSchema {
    /// The specs of all categories (contract 3.8.1), each under its own key; a bundle's keys lie directly in `specs`.
    ///
    /// Every key is optional and may be null, and unknown ones are kept. Numbers need not be whole: the contract prints
    /// whole ones without a fraction, so others may occur.
    static let specs: [FieldSchema] = [
        group("cpu", strings: ["socket"], numbers: ["cores", "tdpWatts", "baseClockGhz", "boostClockGhz"]),
        group(
            "motherboard", strings: ["socket", "chipset", "memoryType", "formFactor"],
            numbers: ["maxMemoryMhz", "maxMemorySlots", "sataPorts", "m2_slots"],
            others: [group("pcieSlots", numbers: ["x16", "x8", "x4", "x1"])]),
        group("memory", strings: ["type"], numbers: ["speedMhz", "capacityGb", "modules"]),
        group(
            "gpu", strings: ["pcie"],
            numbers: ["recommendedPsuWatts", "lengthMm", "vramGb", "baseClockMhz", "boostClockMhz"],
            others: [group("displayOutputs", numbers: ["hdmi", "displayPort", "dvi", "usbc"])]),
        group("storage", strings: ["interface", "form"], numbers: ["capacityGb"]),
        group(
            "psu", strings: ["efficiency", "modularity"], numbers: ["wattage"],
            others: [.nullable("gpuConnectors", .array(.string))]),
        group(
            "case", numbers: ["gpuMaxLengthMm", "coolerMaxHeightMm"],
            others: [.nullable("supportedFormFactors", .array(.string))]),
        group("cooling", strings: ["type"], numbers: ["radiatorSizeMm", "heightMm"]),
        group(
            "monitor", strings: ["resolution", "panelType", "adaptiveSync"],
            numbers: ["screenSizeInches", "refreshRateHz", "brightnessNits", "responseTimeMs"],
            others: [.nullable("connectivity", .array(.string)), .nullable("hdrSupport", .boolean)]),
        group(
            "keyboard", strings: ["layout", "switchType", "connectivity", "formFactor", "keycapMaterial"],
            numbers: ["keyCount"],
            others: [.nullable("backlit", .boolean), .nullable("programmable", .boolean)]),
        group(
            "mouse", strings: ["sensorType", "connectivity", "ergonomicStyle"],
            numbers: ["maxDpi", "pollingRateHz", "buttonCount", "weightGrams"],
            others: [.nullable("programmable", .boolean)]),
        group("prebuilt", strings: ["series"], others: [.nullable("baseBuildId", .reference(.build))]),
        // The contract lists no keys for these.
        .nullable("headset", .anyObject),
        .nullable("networking", .anyObject),
        .nullable("cable", .anyObject),
        .nullable("accessory", .anyObject),
        .nullable(
            "components",
            .array(.object([.nullable("componentId", .reference(.product)), .nullable("qty", .integer())]))),
        .nullable(
            "discount",
            .object([.nullable("type", .enumeration(.discountType)), .nullable("value", .number)])),
        .nullable("componentCount", .integer()),
        .nullable("categories", .array(.string)),
    ]

    private static func group(
        _ name: Text, strings: [Text] = [], numbers: [Text] = [], others: [FieldSchema] = []
    ) -> FieldSchema {
        let fields =
            strings.map { FieldSchema.nullable($0, .string) } + numbers.map { FieldSchema.nullable($0, .number) }
            + others
        return .nullable(name, .object(fields))
    }
}
