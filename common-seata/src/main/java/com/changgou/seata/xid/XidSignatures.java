package com.changgou.seata.xid;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.seata.core.model.BranchType;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Signs an XID together with its branch type, and tells such signatures from others: HMAC-SHA256 under a secret that
 * the services of a global transaction share.
 *
 * <p>A signature says that one of them made or passed on this XID, and no more: it does not expire before the global
 * transaction, and whoever is sent it can use it. It protects against callers who know an XID, as every log does, not
 * against who reads the services' calls; against those TLS does.
 */
final class XidSignatures {

    private static final String ALGORITHM = "HmacSHA256";

    /**
     * Characters; as long as what HMAC-SHA256 makes, since a longer secret adds nothing and a shorter one can be found.
     */
    private static final int MIN_LENGTH = 32;

    private static final String SECRET = "changgou.seata.xid.secret";
    private static final String SECOND_SECRET = "changgou.seata.xid.second-secret";

    /** The first one signs, each verifies; none where nothing is verified. */
    private final List<SecretKeySpec> keys;

    private XidSignatures(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /**
     * Signatures under the secrets of the settings.
     *
     * @throws XidSettingsException if a secret is missing or too short
     */
    static XidSignatures of(XidProperties settings) {
        List<SecretKeySpec> keys = new ArrayList<>();
        if (StringUtils.hasText(settings.secret())) {
            keys.add(key(SECRET, settings.secret()));
            if (StringUtils.hasText(settings.secondSecret())) {
                keys.add(key(SECOND_SECRET, settings.secondSecret()));
            }
        } else if (settings.verify()) {
            throw new XidSettingsException(
                    SECRET
                            + " is not set: without it nobody can tell the XID of a service from one that a stranger sends,"
                            + " to join somebody else's global transaction.",
                    "Set " + SECRET + " from the environment to a random value of at least " + MIN_LENGTH
                            + " characters (openssl rand -hex 32), the same in every service of a global transaction."
                            + " Or set changgou.seata.xid.verify=false, where nobody else reaches the services.");
        }
        return new XidSignatures(List.copyOf(keys));
    }

    private static SecretKeySpec key(String property, String secret) {
        if (secret.length() < MIN_LENGTH) {
            throw new XidSettingsException(
                    property + " has " + secret.length() + " characters: it could be guessed, and XIDs be forged.",
                    "Set it to a random value of at least " + MIN_LENGTH + " characters (openssl rand -hex 32).");
        }
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** The value of the header; none without a secret. */
    Optional<String> sign(String xid, BranchType branchType) {
        return keys.stream().findFirst().map(key -> sign(key, xid, branchType));
    }

    /** Whether one of the secrets made this signature, for this XID with this branch type. */
    boolean verify(String xid, BranchType branchType, @Nullable String signature) {
        return signature != null
                && keys.stream().anyMatch(key -> equalInConstantTime(sign(key, xid, branchType), signature));
    }

    private static boolean equalInConstantTime(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static String sign(SecretKeySpec key, String xid, BranchType branchType) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            // A well-formed XID has no space: no other pair makes the same text.
            byte[] code = mac.doFinal((xid + ' ' + branchType).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
