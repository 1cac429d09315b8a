-- What a resource was at an earlier revision is found in its tenant's revisions, page by page.
create index revision_of on revision (tenant, kind, resource, number);

drop index revision_resource;
