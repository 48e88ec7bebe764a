extension EventStore {
    /// Copies the whole store as it is at one commit, while others write.
    ///
    /// The copy opens as this store does and has the same id, so that it takes its place and does not stand beside it.
    /// While it is made, the store's file grows by what is written: pages that are freed are not used again.
    ///
    /// - Throws: ``EventStoreError`` `.io` when there is no room.
    public func backup(to place: CopyPlace) throws(EventStoreError) {
        do {
            try environment.copy(to: place.partial)
        } catch {
            throw EventStoreError(wrapping: error)
        }
    }
}
