package com.changgou.recording;

import java.beans.PropertyDescriptor;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.seata.core.protocol.AbstractResultMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * One message of Seata's, out of its envelope.
 *
 * @param id the id that its answer has too
 * @param name its kind: the simple name of Seata's class
 * @param answer whether it answers a message
 * @param xid its global transaction; null where only the question says it, or where there is none
 * @param branchId its branch, where it names one
 * @param details what else it carries
 */
record Message(
        String id,
        String name,
        boolean answer,
        @Nullable String xid,
        @Nullable String branchId,
        Map<String, String> details) {

    private static final Set<String> NO_DETAILS = Set.of("class", "typeCode");

    /** Of the context of a TCC branch, which is JSON. */
    private static final int LONGEST_DETAIL = 300;

    static Message of(int id, Object body) {
        Map<String, String> properties = new TreeMap<>();
        for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(body.getClass())) {
            if (property.getReadMethod() != null && !NO_DETAILS.contains(property.getName())) {
                Object value = ReflectionUtils.invokeMethod(property.getReadMethod(), body);
                if (value != null) {
                    properties.put(property.getName(), StringUtils.truncate(value.toString(), LONGEST_DETAIL));
                }
            }
        }
        String xid = properties.remove("xid");
        String branchId = properties.remove("branchId");
        String lockKeys = properties.remove("lockKey");
        if (lockKeys != null) {
            properties.put("lockKeys", lockKeys);
        }
        return new Message(
                String.valueOf(id),
                body.getClass().getSimpleName(),
                body instanceof AbstractResultMessage,
                xid,
                branchId,
                properties);
    }

    /** An answer that does not say itself what it is about. */
    Message about(@Nullable String transaction, @Nullable String branch) {
        return new Message(
                id, name, answer, xid == null ? transaction : xid, branchId == null ? branch : branchId, details);
    }
}
