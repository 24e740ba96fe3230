package com.changgou.seata.registration;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a registration says, signed: HMAC-SHA256 of role, application, transaction group, time and nonce, in this order and each
 * followed by the byte 0xFF, which UTF-8 has nowhere.
 *
 * @param role TM or RM
 * @param application Seata's application id
 * @param group Seata's transaction group
 * @param millis when it is signed, since 1970
 * @param nonce distinguishes it from every other
 */
record RegistrationSignature(String role, String application, String group, long millis, String nonce) {

    private static final String ALGORITHM = "HmacSHA256";

    /** {@code time.nonce.signature}, the last one in Base64 for URLs without padding. */
    String by(String secret) {
        String time = String.valueOf(millis);
        return time + "." + nonce + "." + hmac(secret, role, application, group, time, nonce);
    }

    private static String hmac(String secret, String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            for (String part : parts) {
                mac.update(part.getBytes(StandardCharsets.UTF_8));
                mac.update((byte) 0xFF);
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, impossible);
        }
    }
}
