package com.changgou.seata.datasource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.seata.core.model.BranchStatus;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.Resource;
import org.apache.seata.core.model.ResourceManager;
import org.apache.seata.rm.DefaultResourceManager;
import org.apache.seata.rm.datasource.DataSourceManager;
import org.apache.seata.rm.datasource.DataSourceProxy;

/** Seata's resource manager for AT branches, whose TC takes every branch. In place until it is closed. */
final class LocalResourceManager extends DataSourceManager implements AutoCloseable {

    private final Map<String, Resource> resources = new ConcurrentHashMap<>();
    private final List<Branch> branches = new ArrayList<>();
    private final ResourceManager seatas;

    /** A branch that was registered. */
    record Branch(long id, String xid, String resourceId, String lockKeys) {}

    private LocalResourceManager(ResourceManager seatas) {
        this.seatas = seatas;
    }

    static LocalResourceManager inPlace() {
        ResourceManager seatas = DefaultResourceManager.get().getResourceManager(BranchType.AT);
        LocalResourceManager local = new LocalResourceManager(seatas);
        DefaultResourceManager.mockResourceManager(BranchType.AT, local);
        return local;
    }

    List<Branch> branches() {
        return branches;
    }

    /** Phase two of every branch, the last one first. */
    void rollBack() throws Exception {
        for (int i = branches.size() - 1; i >= 0; i--) {
            Branch branch = branches.get(i);
            BranchStatus status = branchRollback(BranchType.AT, branch.xid(), branch.id(), branch.resourceId(), null);
            if (status != BranchStatus.PhaseTwo_Rollbacked) {
                throw new IllegalStateException(branch + ": " + status);
            }
        }
    }

    @Override
    public void registerResource(Resource resource) {
        resources.put(resource.getResourceId(), resource);
    }

    @Override
    public Map<String, Resource> getManagedResources() {
        return resources;
    }

    @Override
    public DataSourceProxy get(String resourceId) {
        return (DataSourceProxy) resources.get(resourceId);
    }

    @Override
    public Long branchRegister(
            BranchType type, String resourceId, String clientId, String xid, String applicationData, String lockKeys) {
        branches.add(new Branch(branches.size() + 1L, xid, resourceId, lockKeys));
        return (long) branches.size();
    }

    @Override
    public void branchReport(BranchType type, String xid, long branchId, BranchStatus status, String applicationData) {}

    @Override
    public void close() {
        DefaultResourceManager.mockResourceManager(BranchType.AT, seatas);
    }
}
