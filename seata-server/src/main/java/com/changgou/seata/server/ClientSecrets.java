package com.changgou.seata.server;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.PropertyResolver;

/** The secrets of which a client has to know one: that of today and, while it is being replaced, another. */
final class ClientSecrets {

    static final String SECRET = "changgou.tc.client-secret";
    static final String SECOND_SECRET = "changgou.tc.client-second-secret";
    private static final int LEAST_LENGTH = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    private ClientSecrets(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /** Throws {@link TooShort} where a secret is missing or can be guessed. */
    static ClientSecrets of(PropertyResolver settings) {
        String second = settings.getProperty(SECOND_SECRET, "");
        Stream<SecretKeySpec> seconds = second.isEmpty() ? Stream.empty() : Stream.of(key(SECOND_SECRET, second));
        return new ClientSecrets(Stream.concat(Stream.of(key(SECRET, settings.getProperty(SECRET, ""))), seconds)
                .toList());
    }

    /** Whether one of the secrets made this signature. Takes as long for a wrong one as for a right one. */
    boolean signed(byte[] signature, String... parts) {
        boolean signed = false;
        for (SecretKeySpec key : keys) {
            signed |= MessageDigest.isEqual(signature, sign(key, parts));
        }
        return signed;
    }

    private static byte[] sign(SecretKeySpec key, String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String part : parts) {
                mac.update(part.getBytes(StandardCharsets.UTF_8));
                // No text has this byte in UTF-8: "a", "bc" is not "ab", "c".
                mac.update((byte) 0xFF);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, impossible);
        }
    }

    private static SecretKeySpec key(String property, String secret) {
        if (secret.length() < LEAST_LENGTH) {
            throw new TooShort(property, secret.length());
        }
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** Without a secret anybody who reaches the TC's port could register. Says how long it is, never what it is. */
    static final class TooShort extends RuntimeException {

        TooShort(String property, int length) {
            super("The secret that clients share with this TC (" + property + ") has " + length
                    + " characters and needs " + LEAST_LENGTH + ".");
        }
    }

    /** Prints it as a description and an action instead of a stack trace. */
    static final class FailureAnalyzer extends AbstractFailureAnalyzer<TooShort> {

        @Override
        protected FailureAnalysis analyze(Throwable rootFailure, TooShort cause) {
            return new FailureAnalysis(
                    cause.getMessage(),
                    "Set TC_CLIENT_SECRET to a random one, here and for every client (changgou.seata.registration.secret)."
                            + " TC_CLIENT_SECOND_SECRET is needed only while the first is replaced.",
                    cause);
        }
    }
}
