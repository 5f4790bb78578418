import Crypto
import CryptoExtras
import Foundation
import Inventory

/// Secrets: hashed before they are kept, compared without telling how much of them was right.
public enum Secret {
    /// scrypt's cost: 2^15 rounds over 8 blocks, about 80 ms and 32 MB for each attempt.
    private static let rounds = 1 << 15

    /// The longest password that is hashed; more would only cost time.
    static let passwordLimit = 1000

    /// The fewest characters of a password.
    public static let passwordLeast = 8

    /// What is wrong with a password that someone wants to have; nil for nothing.
    static func fault(in password: String, of email: String) -> Message? {
        if password.count < passwordLeast {
            return Message("The password needs at least {count} characters.", ["count": .count(passwordLeast)])
        }
        if password.utf8.count > passwordLimit {
            return Message("The password may have at most {count} characters.", ["count": .count(passwordLimit)])
        }
        if SerialNumber(password).key == SerialNumber(email).key {
            return Message("The password must not be the email address.")
        }
        return nil
    }

    /// The stored form of a password: `scrypt$rounds$salt$hash`, salt and hash in hexadecimal.
    public static func hash(password: String) throws -> String {
        let salt = randomData(bytes: 16)
        return "scrypt$\(rounds)$\(hexadecimal(salt))$\(try derive(password, salt, rounds))"
    }

    /// Whether a password is the one behind a stored hash. Takes as long for a wrong one.
    static func verify(password: String, against stored: String) -> Bool {
        let parts = stored.split(separator: "$")
        guard parts.count == 4, let rounds = Int(parts[1]), let salt = data(hexadecimal: parts[2]),
            password.utf8.count <= passwordLimit, let derived = try? derive(password, salt, rounds)
        else { return false }
        return isEqual(derived, String(parts[3]))
    }

    /// A stored hash that no password matches, so that an unknown account takes as long as a known one.
    static let impossible = "scrypt$\(rounds)$00000000000000000000000000000000$none"

    private static func derive(_ password: String, _ salt: Data, _ rounds: Int) throws -> String {
        let key = try KDF.Scrypt.deriveKey(
            from: Data(password.utf8), salt: salt, outputByteCount: 32, rounds: rounds, blockSize: 8, parallelism: 1)
        return unsafe key.withUnsafeBytes { unsafe hexadecimal(Data($0)) }
    }

    /// A random text of `bytes` random bytes in hexadecimal: a session, an API key or its secret.
    public static func random(bytes: Int) -> String {
        hexadecimal(randomData(bytes: bytes))
    }

    private static func randomData(bytes: Int) -> Data {
        var generator = SystemRandomNumberGenerator()
        return Data((0..<bytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    /// The stored form of a random secret. It needs no salt or cost: it cannot be guessed.
    public static func digest(_ secret: String) -> String { digest(secret.utf8) }

    static func digest(_ bytes: some Sequence<UInt8>) -> String { hexadecimal(SHA256.hash(data: Array(bytes))) }

    static func isEqual(_ left: String, _ right: String) -> Bool {
        let (first, second) = (Array(left.utf8), Array(right.utf8))
        guard first.count == second.count else { return false }
        return zip(first, second).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func hexadecimal(_ data: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in data {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func data(hexadecimal text: Substring) -> Data? {
        var bytes: [UInt8] = []
        var rest = text
        while !rest.isEmpty {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return Data(bytes)
    }
}
