# SQL moves behind a service endpoint, the key vault behind a private endpoint, all in one apply.
terraform {
  required_version = ">= 1.9"
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.0"
    }
  }
}

provider "azurerm" {
  features {}
  subscription_id = "00000000-0000-4000-8000-000000000001"
}

resource "azurerm_resource_group" "orders" {
  name     = "rg-orders"
  location = "West Europe"
}

resource "azurerm_virtual_network" "orders" {
  name                = "vnet-orders"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  address_space       = ["10.40.0.0/16"]
}

resource "azurerm_subnet" "app" {
  name                 = "snet-app"
  resource_group_name  = azurerm_resource_group.orders.name
  virtual_network_name = azurerm_virtual_network.orders.name
  address_prefixes     = ["10.40.1.0/24"]
  service_endpoints    = ["Microsoft.Sql"]
}

resource "azurerm_subnet" "endpoints" {
  name                 = "snet-endpoints"
  resource_group_name  = azurerm_resource_group.orders.name
  virtual_network_name = azurerm_virtual_network.orders.name
  address_prefixes     = ["10.40.9.0/27"]
}

resource "azurerm_public_ip" "egress" {
  name                = "pip-egress"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_nat_gateway" "egress" {
  name                = "ng-egress"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  sku_name            = "Standard"
}

resource "azurerm_nat_gateway_public_ip_association" "egress" {
  nat_gateway_id       = azurerm_nat_gateway.egress.id
  public_ip_address_id = azurerm_public_ip.egress.id
}

resource "azurerm_subnet_nat_gateway_association" "app" {
  subnet_id      = azurerm_subnet.app.id
  nat_gateway_id = azurerm_nat_gateway.egress.id
}

resource "azurerm_mssql_server" "orders" {
  name                = "sql-orders-weu"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  version             = "12.0"

  azuread_administrator {
    login_username              = "sql-admins"
    object_id                   = "00000000-0000-4000-8000-000000000002"
    azuread_authentication_only = true
  }
}

resource "azurerm_mssql_firewall_rule" "egress" {
  name             = "orders-egress"
  server_id        = azurerm_mssql_server.orders.id
  start_ip_address = azurerm_public_ip.egress.ip_address
  end_ip_address   = azurerm_public_ip.egress.ip_address
}

resource "azurerm_mssql_virtual_network_rule" "app" {
  name      = "snet-app"
  server_id = azurerm_mssql_server.orders.id
  subnet_id = azurerm_subnet.app.id
}

resource "azurerm_key_vault" "orders" {
  name                = "kv-orders-weu"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  tenant_id           = "00000000-0000-4000-8000-000000000003"
  sku_name            = "standard"

  public_network_access_enabled = false

  network_acls {
    bypass         = "AzureServices"
    default_action = "Deny"
  }
}

resource "azurerm_private_dns_zone" "vault" {
  name                = "privatelink.vaultcore.azure.net"
  resource_group_name = azurerm_resource_group.orders.name
}

resource "azurerm_private_dns_zone_virtual_network_link" "vault" {
  name                  = "vnet-orders"
  resource_group_name   = azurerm_resource_group.orders.name
  private_dns_zone_name = azurerm_private_dns_zone.vault.name
  virtual_network_id    = azurerm_virtual_network.orders.id
}

resource "azurerm_private_endpoint" "vault" {
  name                = "pe-kv-orders"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  subnet_id           = azurerm_subnet.endpoints.id

  private_service_connection {
    name                           = "kv-orders"
    private_connection_resource_id = azurerm_key_vault.orders.id
    subresource_names              = ["vault"]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = "default"
    private_dns_zone_ids = [azurerm_private_dns_zone.vault.id]
  }
}
