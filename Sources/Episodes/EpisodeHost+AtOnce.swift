public import EventStore
import ToolLayer

extension EpisodeHost {
    /// Carries out one call without waiting for anything but its commit, for who cannot wait.
    ///
    /// It is what ``call(_:_:expectedSeq:generation:key:graders:via:)`` does in the usual case: the episode is in memory and
    /// free, and nothing speaks against the call. The tool runs on the caller's thread.
    ///
    /// - Parameter later: As of the store's writing.
    /// - Parameter answer: Called once, perhaps before this returns, on whichever thread comes to it: it must be quick. Gets
    ///   the receipt once the record is committed. Gets nil when the case is another, or the write was refused: then
    ///   nothing was recorded, and `call` carries it out or says what is wrong.
    public func callAtOnce(
        _ id: EpisodeID, _ request: CallRequest, generation: UInt32?, via: Via,
        later: @escaping EventStore.Later, answer: @escaping @Sendable (CallReceipt?) -> Void
    ) {
        let arrived = ContinuousClock.now
        guard id.storeID == store.storeID else { return answer(nil) }
        let resident = residents.acquire(id.branch)
        guard resident.gate.enterIfFree() else {
            residents.release(resident)
            return answer(nil)
        }
        guard let step = resident.committed.flatMap({ self.step(request, after: $0, id) }) else {
            resident.gate.leave()
            residents.release(resident)
            return answer(nil)
        }
        let write = StoreWrite(
            entries: [.record(id.branch, step.record, generation: generation)], blobs: step.blobs, via: via,
            arrivedAt: arrived)
        store.write(write, later: later) { [residents] outcome in
            let isCommitted = if case .success = outcome { true } else { false }
            resident.commit(isCommitted ? step.tip : nil)
            resident.gate.leave()
            residents.release(resident)
            answer(isCommitted ? CallReceipt(step) : nil)
        }
    }

    /// A call carried out after the committed tip; nil where there is more to it.
    private func step(_ request: CallRequest, after tip: EpisodeTip, _ id: EpisodeID) -> CallStep? {
        guard request.name != SubmitResponse.name, lostAnswers.seq(of: id.branch) == nil, tip.seq < limits.records,
            (try? requireOpen(tip, id)) != nil,
            let call = try? CheckedCall(request, offer: tip.offer, argumentBytes: limits.argumentBytes)
        else { return nil }
        return CallStep(call, after: tip, tools: tools)
    }
}

extension CallReceipt {
    init(_ step: CallStep) {
        self.init(
            seq: step.tip.seq, result: step.result, isError: step.isError, head: step.tip.head, root: step.record.root)
    }
}
