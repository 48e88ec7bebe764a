internal import NIOSSL

extension CorecraftServer.Configuration {
    /// A certificate and its key, as PEM files; read once, when the server starts.
    public struct TLS: Sendable, Hashable {
        public var certificateFile: String
        public var keyFile: String

        /// - Returns: nil when neither is given; of one alone ``check()`` says that the other is missing.
        public init?(certificateFile: String?, keyFile: String?) {
            if certificateFile == nil, keyFile == nil { return nil }
            self.certificateFile = certificateFile ?? ""
            self.keyFile = keyFile ?? ""
        }

        /// - Throws: ``ServerError`` when one of the files is missing.
        func check() throws(ServerError) {
            guard !certificateFile.isEmpty, !keyFile.isEmpty else {
                throw ServerError("Give --tls-certificate and --tls-key together.")
            }
        }

        /// What connections are secured with: TLS 1.2 or 1.3, HTTP/1.1.
        func context() throws(ServerError) -> NIOSSLContext {
            do {
                let chain = try NIOSSLCertificate.fromPEMFile(certificateFile)
                guard !chain.isEmpty else { throw ServerError("\(certificateFile) holds no certificate.") }
                var configuration = TLSConfiguration.makeServerConfiguration(
                    certificateChain: chain.map { .certificate($0) },
                    privateKey: .privateKey(try NIOSSLPrivateKey(file: keyFile, format: .pem)))
                configuration.minimumTLSVersion = .tlsv12
                configuration.applicationProtocols = ["http/1.1"]
                return try NIOSSLContext(configuration: configuration)
            } catch let error as ServerError {
                throw error
            } catch {
                throw ServerError("\(certificateFile) and \(keyFile) cannot be served with: \(error).")
            }
        }
    }
}
