terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm", version = "~> 4.40" }
  }
}

provider "azurerm" {
  features {}
  subscription_id = "11111111-2222-3333-4444-555555555555"
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-shop"
  location = "westeurope"
}


resource "azurerm_virtual_network" "v" {
  name                = "vnet-shop"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.1.0.0/16"]
}
resource "azurerm_subnet" "web" {
  name                 = "snet-web"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.1.1.0/26"]
  delegation {
    name = "web"
    service_delegation {
      name = "Microsoft.Web/serverFarms"
    }
  }
}
resource "azurerm_public_ip" "nat" {
  name                = "pip-nat"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  allocation_method   = "Static"
  sku                 = "Standard"
}
resource "azurerm_nat_gateway" "nat" {
  name                = "ng-shop"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
}
resource "azurerm_nat_gateway_public_ip_association" "nat" {
  nat_gateway_id       = azurerm_nat_gateway.nat.id
  public_ip_address_id = azurerm_public_ip.nat.id
}
resource "azurerm_subnet_nat_gateway_association" "web" {
  subnet_id      = azurerm_subnet.web.id
  nat_gateway_id = azurerm_nat_gateway.nat.id
}
resource "azurerm_service_plan" "p" {
  name                = "asp-shop"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Linux"
  sku_name            = "P1v3"
}
resource "azurerm_linux_web_app" "w" {
  name                      = "app-shop"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.p.id
  virtual_network_subnet_id = azurerm_subnet.web.id
  site_config {
    vnet_route_all_enabled = true
  }
  app_settings = {
    SQL_HOST = azurerm_mssql_server.sql.fully_qualified_domain_name
    BLOB     = "https://stmedia.blob.core.windows.net"
  }
}
resource "azurerm_mssql_server" "sql" {
  name                         = "sql-shop"
  location                     = "westeurope"
  resource_group_name          = azurerm_resource_group.rg.name
  version                      = "12.0"
  administrator_login          = "shopadmin"
  administrator_login_password = "Not-a-real-1!"
}
resource "azurerm_mssql_firewall_rule" "app" {
  for_each         = toset(["20.50.1.1", "20.50.1.2"])
  name             = "app-${each.key}"
  server_id        = azurerm_mssql_server.sql.id
  start_ip_address = each.key
  end_ip_address   = each.key
}
resource "azurerm_storage_account" "st" {
  name                     = "stmedia"
  location                 = azurerm_resource_group.rg.location
  resource_group_name      = azurerm_resource_group.rg.name
  account_tier             = "Standard"
  account_replication_type = "GRS"
}

